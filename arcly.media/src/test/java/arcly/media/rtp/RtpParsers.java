package arcly.media.rtp;

import arcly.api.media.Frame;
import arcly.media.MediaFormatException;
import arcly.media.rtcp.RtcpCompound;
import arcly.media.rtp.payload.FormatParameters;
import arcly.media.rtp.payload.MediaUnit;
import arcly.media.rtp.payload.RtpFormat;
import arcly.media.rtp.payload.RtpReceiver;
import arcly.media.sdp.MediaDescription;
import arcly.media.sdp.SessionDescription;
import arcly.media.srtp.SdesKey;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Feeds any bytes to one parser. Only a {@link MediaFormatException} may come of it, and what was read must hold together. */
public enum RtpParsers {
    RTP_PACKET(data -> {
        RtpPacket packet = RtpPacket.read(data, 0, data.length);
        check(packet.payloadLength() == packet.payload().size() && packet.payloadOffset() >= RtpPacket.FIXED_LENGTH);
        for (int id = 0; id < 256; id += 7) {
            check(packet.extension(id) == null || packet.extension(id).size() <= 255);
        }
    }),
    RTCP(data -> RtcpCompound.read(data, 0, data.length).forEach(packet -> {
        ByteBuf out = Unpooled.buffer();
        packet.write(out);
        check(RtcpCompound.read(out.array(), 0, out.readableBytes()).equals(List.of(packet)) && !packet.toString().isEmpty());
    })),
    SDP(data -> {
        SessionDescription description = SessionDescription.read(data, 0, data.length);
        check(SessionDescription.read(description.toString()).toString().equals(description.toString()));
        for (MediaDescription media : description.media()) {
            media.track(0);
            media.extensions();
            description.address(media);
            description.direction(media);
        }
    }),
    CRYPTO(data -> {
        SdesKey key = SdesKey.read(new String(data, StandardCharsets.UTF_8));
        check(Arrays.equals(SdesKey.read(key.write()).keys().key(), key.keys().key()));
    }),
    H264_PACKETS("H264", 90_000, ""),
    H265_PACKETS("H265", 90_000, ""),
    AV1_PACKETS("AV1", 90_000, ""),
    VP8_PACKETS("VP8", 90_000, ""),
    VP9_PACKETS("VP9", 90_000, ""),
    AAC_PACKETS("mpeg4-generic", 44_100, "mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; config=1210"),
    AAC_WIDE_PACKETS("mpeg4-generic", 44_100, "mode=generic; sizelength=9; indexlength=2; indexdeltalength=1; ctsdeltalength=5; "
            + "dtsdeltalength=4; randomaccessindication=1; streamstateindication=3; auxiliarydatasizelength=7; config=1210"),
    LATM_PACKETS("MP4A-LATM", 48_000, "cpresent=1"),
    OPUS_PACKETS("opus", 48_000, ""),
    MPA_PACKETS("MPA", 90_000, ""),
    AC3_PACKETS("ac3", 48_000, ""),
    RECEIVER(data -> {
        RtpFormat format = RtpFormat.of(96, "H264", 90_000, 1, FormatParameters.NONE);
        RtpReceiver receiver = RtpReceiver.of(format, format.track(0), new SourceClock(0).track(90_000), new ReorderBuffer(4,
                100),
                false);
        long[] last = {Long.MIN_VALUE};
        Consumer<Frame> frames = frame -> {
            check(frame.dts() >= last[0]);
            last[0] = frame.dts();
        };
        long[] now = {0};
        datagrams(data, datagram -> receiver.packet(datagram, 0, datagram.length, now[0] += 30, frames));
        receiver.tick(10_000, frames);
        check(receiver.buffer().held() == 0);
    });

    private final Consumer<byte[]> reader;

    RtpParsers(Consumer<byte[]> reader) {
        this.reader = reader;
    }

    RtpParsers(String encoding, int clockRate, String parameters) {
        this(data -> {
            var depacketiser = RtpFormat.of(96, encoding, clockRate, 2, FormatParameters.read(parameters)).depacketiser();
            boolean[] refused = new boolean[1];
            datagrams(data, datagram -> {
                try {
                    RtpPacket packet = RtpPacket.read(datagram, 0, datagram.length);
                    depacketiser.add(packet, packet.csrcCount() & 1, RtpParsers::checkUnit);
                } catch (MediaFormatException wrong) {
                    refused[0] = true; // and goes on
                }
            });
            depacketiser.finish(RtpParsers::checkUnit);
            if (refused[0]) {
                throw MediaFormatException.malformed("packets", "a bad one", "good ones");
            }
        });
    }

    /** Datagrams with a length of 16 bits before each; the last is what is left. */
    private static void datagrams(byte[] data, Consumer<byte[]> each) {
        int at = 0;
        while (data.length - at > 2) {
            int length = Math.min((data[at] & 0xFF) << 8 | data[at + 1] & 0xFF, data.length - at - 2);
            each.accept(Arrays.copyOfRange(data, at + 2, at + 2 + length));
            at += 2 + length;
        }
    }

    private static void checkUnit(MediaUnit unit) {
        check(unit.length() > 0 && unit.offset() >= 0 && unit.offset() + unit.length() <= unit.data().length);
    }

    /** Reads it; true if it was taken. */
    public boolean accepts(byte[] data) {
        try {
            reader.accept(data);
            return true;
        } catch (MediaFormatException refused) {
            return false;
        }
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("what was read does not hold together");
        }
    }
}
