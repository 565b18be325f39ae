package arcly.media;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.aac.AdtsAssembler;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.codec.TrackAssemblers;
import arcly.media.flv.AudioTagBody;
import arcly.media.flv.AudioTagHeader;
import arcly.media.flv.FlvTagAssembler;
import arcly.media.flv.MediaPacket;
import arcly.media.flv.MediaPacketType;
import arcly.media.flv.MultichannelConfig;
import arcly.media.flv.VideoTagBody;
import arcly.media.flv.VideoTagHeader;
import arcly.media.h264.AnnexB;
import arcly.media.h264.AvcConfiguration;
import arcly.media.h264.H264Assembler;
import arcly.media.h264.NalUnits;
import arcly.media.h264.PictureParameterSet;
import arcly.media.h264.SeiMessage;
import arcly.media.h264.SequenceParameterSet;
import arcly.media.hevc.HevcConfiguration;
import arcly.media.hevc.HevcSps;
import arcly.media.mp4.Mp4Muxer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Feeds any bytes to one parser. Only a {@link MediaFormatException} may come of it, and what was read must hold together. */
public enum Parsers {
    SPS {
        @Override
        void read(byte[] data) {
            SequenceParameterSet sps = SequenceParameterSet.read(data);
            check(sps.width() > 0 && sps.height() > 0 && sps.width() <= sps.codedWidth() && sps.height() <= sps.codedHeight());
            check(sps.frameRate() >= 0 && sps.maxDpbFrames() >= 1 && sps.maxReorderFrames().orElse(0) <= 16);
        }
    },
    PPS {
        @Override
        void read(byte[] data) {
            check(PictureParameterSet.read(data).id() <= PictureParameterSet.LARGEST_ID);
        }
    },
    SEI {
        @Override
        void read(byte[] data) {
            var messages = SeiMessage.read(data);
            messages.forEach(message -> check(message.recoveryFrameCount().orElse(0) >= 0));
            check(SeiMessage.read(SeiMessage.write(messages)).equals(messages));
        }
    },
    AVCC {
        @Override
        void read(byte[] data) {
            AvcConfiguration configuration = AvcConfiguration.read(data, 0, data.length);
            check(AvcConfiguration.read(configuration.write()).sps().equals(configuration.sps()));
        }
    },
    H264_LENGTH_PREFIXED {
        @Override
        void read(byte[] data) {
            int lengthSize = data.length == 0 ? 4 : 1 << (data[0] & 0xFF) % 3; // the first byte chooses it
            H264Assembler assembler = new H264Assembler(Track.of(0, Codec.H264).build(), lengthSize);
            int from = Math.min(1, data.length);
            checkFrame(assembler.lengthPrefixed(data, from, data.length - from));
        }
    },
    H264_ANNEX_B {
        @Override
        void read(byte[] data) {
            checkFrame(new H264Assembler(Track.of(0, Codec.H264).build()).annexB(data, 0, data.length));
        }
    },
    H264_CONFIGURED {
        @Override
        void read(byte[] data) {
            H264Assembler assembler = new H264Assembler(Track.of(0, Codec.H264).build());
            int from = Math.min(1, data.length);
            int split = data.length == 0 ? 0 : Math.min(data.length, 1 + (data[0] & 0x7F)); // the first byte says where avcC ends
            assembler.configure(data, from, split - from);
            checkFrame(assembler.lengthPrefixed(data, split, data.length - split));
        }
    },
    AUDIO_SPECIFIC_CONFIG {
        @Override
        void read(byte[] data) {
            AudioSpecificConfig config = AudioSpecificConfig.read(data, 0, data.length);
            check(config.samplingFrequency() > 0 && config.outputFrequency() > 0 && config.channels() >= 0);
            check(AudioSpecificConfig.read(config.write()).equals(config));
        }
    },
    ADTS {
        @Override
        void read(byte[] data) {
            AdtsAssembler assembler = new AdtsAssembler();
            int[] framed = new int[1];
            assembler.add(data, 0, data.length, frame -> framed[0] += frame.header().frameLength());
            assembler.finish(frame -> framed[0] += frame.header().frameLength());
            check(assembler.refusedFrames() > 0 || framed[0] + assembler.skippedBytes() == data.length);
        }
    },
    FLV {
        @Override
        void read(byte[] data) {
            new FlvTagAssembler(1 << 16).add(data, 0, data.length, tag -> check(tag.body().size() <= 1 << 16));
        }
    },
    FLV_VIDEO_TAG {
        @Override
        void read(byte[] data) {
            check(VideoTagHeader.read(data, 0, data.length).length() <= Math.max(5, data.length));
        }
    },
    FLV_VIDEO_BODY {
        @Override
        void read(byte[] data) {
            VideoTagBody.read(data, 0, data.length).forEach(packet -> checkPacket(packet, data));
        }
    },
    FLV_AUDIO_BODY {
        @Override
        void read(byte[] data) {
            AudioTagBody.read(data, 0, data.length).forEach(packet -> {
                checkPacket(packet, data);
                if (packet.type() == MediaPacketType.CHANNELS) {
                    MultichannelConfig.read(data, packet.offset(), packet.length());
                }
            });
        }
    },
    HVCC {
        @Override
        void read(byte[] data) {
            HevcConfiguration configuration = HevcConfiguration.read(data, 0, data.length);
            check(HevcConfiguration.read(configuration.write()).equals(configuration) || configuration.lengthSize() < 4);
        }
    },
    HEVC_SPS {
        @Override
        void read(byte[] data) {
            HevcSps sps = HevcSps.read(data);
            check(sps.width() > 0 && sps.height() > 0 && !sps.codecString().isEmpty());
        }
    },
    HEVC {
        @Override
        void read(byte[] data) {
            checkFrames(Codec.HEVC, data);
        }
    },
    VVC {
        @Override
        void read(byte[] data) {
            checkFrames(Codec.VVC, data);
        }
    },
    AV1 {
        @Override
        void read(byte[] data) {
            checkFrames(Codec.AV1, data);
        }
    },
    VP9 {
        @Override
        void read(byte[] data) {
            checkFrames(Codec.VP9, data);
        }
    },
    VP8 {
        @Override
        void read(byte[] data) {
            checkFrames(Codec.VP8, data);
        }
    },
    OPUS {
        @Override
        void read(byte[] data) {
            checkFrames(Codec.OPUS, data);
        }
    },
    MP3 {
        @Override
        void read(byte[] data) {
            checkFrames(Codec.MP3, data);
        }
    },
    AC3 {
        @Override
        void read(byte[] data) {
            checkFrames(Codec.AC3, data);
        }
    },
    EAC3 {
        @Override
        void read(byte[] data) {
            checkFrames(Codec.EAC3, data);
        }
    },
    FLAC {
        @Override
        void read(byte[] data) {
            checkFrames(Codec.FLAC, data);
        }
    },
    FLV_AUDIO_TAG {
        @Override
        void read(byte[] data) {
            check(AudioTagHeader.read(data, 0, data.length).length() <= data.length);
        }
    };

    abstract void read(byte[] data);

    /** Reads it; true if it was taken. */
    public boolean accepts(byte[] data) {
        try {
            read(data);
            return true;
        } catch (MediaFormatException refused) {
            return false;
        }
    }

    /** The first byte says where the configuration ends; what is taken can be muxed, and read by a successor. */
    private static void checkFrames(Codec codec, byte[] data) {
        TrackAssembler assembler = TrackAssemblers.of(Track.of(0, codec).build()).orElseThrow();
        int from = Math.min(1, data.length);
        int split = data.length == 0 ? 0 : Math.min(data.length, 1 + (data[0] & 0xFF));
        assembler.configure(data, from, split - from);
        assembler.frames(data, split, data.length - split, 0, 0, frame -> check(frame.payload().size() > 0));
        Track track = assembler.track();
        if (track != null) {
            check(TrackAssemblers.of(track).orElseThrow().track() == track && Mp4Muxer.supports(track));
            check(!Mp4Muxer.of(List.of(track)).build().initSegment().isEmpty());
        }
    }

    private static void checkPacket(MediaPacket packet, byte[] data) {
        check(packet.offset() >= 0 && packet.length() >= 0 && packet.offset() + packet.length() <= data.length);
    }

    private static void checkFrame(Frame.Builder built) {
        if (built != null) {
            Payload payload = built.build().payload();
            byte[] bytes = payload.toByteArray();
            check(NalUnits.isCanonical(bytes, 0, bytes.length));
            ByteBuf out = Unpooled.buffer();
            AnnexB.write(payload, out);
            check(out.readableBytes() == payload.size());
        }
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("what was read does not hold together");
        }
    }
}
