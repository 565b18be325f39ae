package arcly.media.vp9;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.track.ConfiguredAssembler;
import arcly.media.track.KnownTrack;
import arcly.media.vp8.Vp8FrameHeader;
import java.util.function.Consumer;

/**
 * Brings one track of VP9, of which each input is one superframe, or of VP8, of which each is one frame, into arcly's canonical
 * form, which is the same.
 *
 * <p>The track is known from the first key frame on: only there the picture's size is said. What a configuration says of level
 * and colours goes into it.
 */
public final class VpAssembler extends ConfiguredAssembler<VpAssembler.Picture> {
    /** Bytes of one superframe: as for the other video codecs. */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private final boolean vp8;
    private VpConfiguration announced; // null until a configuration came

    /** What a key frame, and a configuration before it, say of the track. */
    record Picture(VpConfiguration configuration, int width, int height) {
        Track track(Track template) {
            return configuration.track(template).size(width, height).build();
        }
    }

    /** @param template as in {@code TrackAssemblers.of}; of VP9 or VP8 */
    public VpAssembler(Track template) throws MediaFormatException {
        super("VP8 or VP9 frame", MOST_BYTES, new KnownTrack<>(codec(template), template, Picture::track));
        vp8 = template.codec().equals(Codec.VP8);
        if (!template.configuration().isEmpty()) {
            announced = VpConfiguration.read(template.configuration());
            known.resume(new Picture(announced, template.width(), template.height()));
        }
    }

    private static Codec codec(Track template) {
        return template.codec().equals(Codec.VP8) ? Codec.VP8 : Codec.VP9;
    }

    @Override
    protected Picture configuration(byte[] data, int offset, int length) throws MediaFormatException {
        announced = VpConfiguration.read(data, offset, length); // the next key frame puts it into the track
        return null;
    }

    @Override
    protected void take(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        Picture picture = vp8 ? vp8(data, offset, length) : vp9(data, offset, length);
        if (picture != null) {
            known.learn(picture);
        }
        if (known.get() != null) {
            frames.accept(Frame.of(known.get()).dts(dts).pts(pts).key(picture != null)
                    .payload(Payload.wrap(data, offset, length)).build());
        }
    }

    /** What a key frame says; null for another frame. */
    private Picture vp9(byte[] data, int offset, int length) {
        Vp9FrameHeader header = Vp9FrameHeader.read(data, offset, length);
        return header.isKey() ? picture(header.configuration(), header.width(), header.height()) : null;
    }

    private Picture vp8(byte[] data, int offset, int length) {
        Vp8FrameHeader header = Vp8FrameHeader.read(data, offset, length);
        return header.isKey() ? picture(VpConfiguration.of(header.version(),
                VpConfiguration.level(header.width(), header.height()), 8, VpConfiguration.CHROMA_420), header.width(),
                header.height()) : null;
    }

    private Picture picture(VpConfiguration said, int width, int height) {
        return new Picture(announced == null ? said : announced.refinedBy(said), width, height);
    }
}
