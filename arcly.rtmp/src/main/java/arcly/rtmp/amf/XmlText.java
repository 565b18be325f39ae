package arcly.rtmp.amf;

/** An XML document as text (AMF0 2.17, AMF3 3.9 and 3.13). It is never parsed here. */
public record XmlText(String text) {
}
