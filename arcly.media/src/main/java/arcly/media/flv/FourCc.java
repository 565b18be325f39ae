package arcly.media.flv;

import arcly.media.MediaFormatException;

/** The seam for Enhanced RTMP: its headers name the codec by four characters after the first byte. None is served yet. */
final class FourCc {
    private static final int LENGTH = 4;

    private FourCc() {
    }

    /** The exception that names the codec asked for, or says that the header is cut short. */
    static MediaFormatException unsupported(String what, byte[] body, int offset, int length, String supported) {
        need(what, length, 1 + LENGTH);
        StringBuilder name = new StringBuilder("FourCC '");
        for (int i = 0; i < LENGTH; i++) {
            char c = (char) (body[offset + 1 + i] & 0xFF);
            if (c > ' ' && c < 0x7F) {
                name.append(c);
            } else {
                name.append(String.format("\\x%02x", (int) c));
            }
        }
        return MediaFormatException.unsupported(what, name.append('\''), supported);
    }

    static void need(String what, int length, int least) {
        if (length < least) {
            throw MediaFormatException.malformed(what, length + " bytes", "at least " + least);
        }
    }
}
