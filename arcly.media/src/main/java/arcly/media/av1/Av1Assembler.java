package arcly.media.av1;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.track.ConfiguredAssembler;
import arcly.media.track.KnownTrack;
import java.util.function.Consumer;

/**
 * Brings one AV1 track, of which each input is one temporal unit in low-overhead OBUs, into arcly's canonical form: each OBU with
 * its size, no temporal delimiters, no padding.
 *
 * <p>The sequence header is taken from av1C and from the temporal units; another one than before makes a new Track, which the
 * frame that came with it carries already. A key frame is a temporal unit whose first frame is a shown key frame.
 */
public final class Av1Assembler extends ConfiguredAssembler<Av1Configuration> {
    /** Bytes of one temporal unit: twice what the highest level's bit rate needs for a key frame of 8K. */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private final ObuRanges obus = new ObuRanges();

    // the temporal unit at hand
    private Av1Configuration next;
    private int firstFrame;
    private int keptBytes;
    private boolean asItIs; // what is kept lies together, each OBU with its size

    /** @param template as in {@code TrackAssemblers.of} */
    public Av1Assembler(Track template) throws MediaFormatException {
        super("AV1 temporal unit", MOST_BYTES, new KnownTrack<>(Codec.AV1, template, Av1Configuration::track));
        if (!template.configuration().isEmpty()) {
            known.resume(Av1Configuration.read(template.configuration()));
        }
    }

    @Override
    protected Av1Configuration configuration(byte[] data, int offset, int length) throws MediaFormatException {
        return Av1Configuration.read(data, offset, length);
    }

    @Override
    protected void take(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        obus.scan(data, offset, length);
        survey(data);
        boolean key = firstFrame >= 0 && next != null && isKey(data);
        if (next != null) {
            known.learn(next);
        }
        if (known.get() == null || firstFrame < 0) {
            return;
        }
        boolean inPlace = asItIs && 2 * keptBytes >= length; // a ring that counts the picture is not to hold its padding
        Payload payload = inPlace ? inPlace(data) : Payload.wrap(gather(data));
        frames.accept(Frame.of(known.get()).dts(dts).pts(pts).key(key).layers(temporalLayer(data), 0).payload(payload).build());
    }

    private void survey(byte[] data) {
        next = known.configuration();
        firstFrame = -1;
        keptBytes = 0;
        asItIs = true;
        int lastKept = -1;
        for (int i = 0; i < obus.count(); i++) {
            byte header = data[obus.start(i)];
            int type = ObuType.of(header);
            if (ObuType.isLeftOut(type)) {
                continue;
            }
            int size = obus.end(i) - obus.payload(i);
            if (type == ObuType.SEQUENCE_HEADER && (next == null || !next.isOf(data, obus.payload(i), obus.end(i)))) {
                next = Av1Configuration.of(data, obus.payload(i), size);
            } else if (firstFrame < 0 && (type == ObuType.FRAME || type == ObuType.FRAME_HEADER)) {
                firstFrame = i;
            }
            asItIs &= ObuType.hasSize(header) && (lastKept < 0 || obus.start(i) == obus.end(lastKept));
            keptBytes += ObuType.hasSize(header) ? obus.end(i) - obus.start(i)
                    : obus.end(i) - obus.start(i) + Av1Configuration.leb128(size).length;
            lastKept = i;
        }
    }

    /** uncompressed_header() (5.9.2): show_existing_frame 1, frame_type 2, show_frame 1. */
    private boolean isKey(byte[] data) {
        if (next.sequenceHeader().isReducedStillPicture()) {
            return true;
        }
        int at = obus.payload(firstFrame);
        return at < obus.end(firstFrame) && (data[at] & 0xF0) == 0x10; // not existing, KEY_FRAME, shown
    }

    private int temporalLayer(byte[] data) {
        int at = obus.start(firstFrame);
        return ObuType.hasExtension(data[at]) ? data[at + 1] >> 5 & 7 : 0;
    }

    private Payload inPlace(byte[] data) {
        int first = 0;
        while (ObuType.isLeftOut(ObuType.of(data[obus.start(first)]))) {
            first++;
        }
        return Payload.wrap(data, obus.start(first), keptBytes);
    }

    private byte[] gather(byte[] data) {
        byte[] canonical = new byte[keptBytes];
        int at = 0;
        for (int i = 0; i < obus.count(); i++) {
            byte header = data[obus.start(i)];
            if (ObuType.isLeftOut(ObuType.of(header))) {
                continue;
            }
            int head = ObuType.hasExtension(header) ? 2 : 1;
            byte[] size = Av1Configuration.leb128(obus.end(i) - obus.payload(i));
            boolean sized = ObuType.hasSize(header);
            int from = sized ? obus.start(i) : obus.payload(i);
            if (!sized) {
                System.arraycopy(data, obus.start(i), canonical, at, head);
                canonical[at] |= ObuType.HAS_SIZE;
                System.arraycopy(size, 0, canonical, at + head, size.length);
                at += head + size.length;
            }
            System.arraycopy(data, from, canonical, at, obus.end(i) - from);
            at += obus.end(i) - from;
        }
        return canonical;
    }
}
