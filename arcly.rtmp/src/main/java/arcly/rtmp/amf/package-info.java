/** Action Message Format: AMF0 both ways, AMF3 read and enough of it written. Values in, values out; no session, no channel. */
package arcly.rtmp.amf;
