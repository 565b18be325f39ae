package arcly.media.aac;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.bits.BitWriter;
import java.util.Optional;

/**
 * AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1): what an AAC decoder must know before the first frame. Immutable; equal if the
 * bytes are.
 *
 * <p>Of object types that are not general audio (ELD, USAC, CELP ...) the common head is read and the rest goes through as it is.
 */
public final class AudioSpecificConfig {
    public static final int AAC_MAIN = 1;
    public static final int AAC_LC = 2;
    public static final int AAC_SSR = 3;
    public static final int AAC_LTP = 4;
    public static final int SBR = 5;
    public static final int AAC_SCALABLE = 6;
    public static final int ER_BSAC = 22;
    public static final int PS = 29;
    public static final int ER_AAC_ELD = 39;
    public static final int USAC = 42;

    /** Bytes of a whole configuration. Two are usual; a program config element with the longest comment has less than 400. */
    public static final int MOST_BYTES = 1024;

    private static final String WHAT = "AudioSpecificConfig";
    private static final int ESCAPE = 31;
    private static final int SBR_SYNC = 0x2B7;
    private static final int PS_SYNC = 0x548;
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0}; // table 1.19; 0 is reserved

    private final int objectType;
    private final int samplingFrequency;
    private final int channelConfiguration;
    private final SbrSignalling signalling;
    private final boolean ps;
    private final int extensionFrequency;
    private final int samplesPerFrame;
    private final ProgramConfig programConfig; // null unless channelConfiguration is 0 and the object type has one
    private final Payload bytes;

    private AudioSpecificConfig(BitReader in, Payload bytes) {
        this.bytes = bytes;
        int type = readObjectType(in);
        samplingFrequency = SamplingFrequency.read(in, "samplingFrequencyIndex");
        channelConfiguration = in.unsigned("channelConfiguration", 4);
        if (channelConfiguration != 0 && CHANNELS[channelConfiguration] == 0) {
            throw in.refused("channelConfiguration", channelConfiguration, "0 to 7, 11 to 14");
        }
        boolean hierarchical = type == SBR || type == PS;
        int extension = hierarchical ? SamplingFrequency.read(in, "extensionSamplingFrequencyIndex") : 0;
        objectType = hierarchical ? readObjectType(in) : type;
        if (hierarchical && objectType == ER_BSAC) {
            in.skip("extensionChannelConfiguration", 4);
        }
        boolean general = isGeneralAudio(objectType);
        boolean shortFrame = general && in.flag("frameLengthFlag");
        samplesPerFrame = !general ? 0 : shortFrame ? 960 : 1024;
        programConfig = general ? readGeneralAudio(in) : null;
        boolean parsed = general && objectType < 17; // what follows in error resilient types is left as it is
        Extension backward = parsed && !hierarchical ? Extension.read(in) : Extension.NONE;
        signalling = hierarchical ? SbrSignalling.HIERARCHICAL
                : backward.present() ? SbrSignalling.BACKWARD_COMPATIBLE : SbrSignalling.IMPLICIT;
        ps = type == PS || backward.ps();
        extensionFrequency = hierarchical ? extension : backward.frequency();
    }

    /**
     * Reads a configuration. What follows it is kept: publishers pad it.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static AudioSpecificConfig read(byte[] data, int offset, int length) throws MediaFormatException {
        if (length < 2 || length > MOST_BYTES) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", "2 to " + MOST_BYTES);
        }
        byte[] copy = new byte[length];
        System.arraycopy(data, offset, copy, 0, length);
        return new AudioSpecificConfig(new BitReader(WHAT, copy), Payload.wrap(copy));
    }

    public static AudioSpecificConfig read(Payload config) {
        return read(config.toByteArray(), 0, config.size());
    }

    /**
     * Starts a configuration of general audio.
     *
     * @param objectType {@link #AAC_MAIN} to {@link #AAC_LTP}
     * @param samplingFrequency hertz of the core, without SBR
     */
    public static Builder of(int objectType, int samplingFrequency) {
        return new Builder(objectType, samplingFrequency);
    }

    /** GetAudioObjectType() (table 1.16). */
    private static int readObjectType(BitReader in) {
        int type = in.unsigned("audioObjectType", 5);
        type = type == ESCAPE ? 32 + in.unsigned("audioObjectTypeExt", 6) : type;
        if (type == 0) {
            throw in.refused("audioObjectType", 0, "1 to 95");
        }
        return type;
    }

    private static boolean isGeneralAudio(int type) {
        return switch (type) {
            case 1, 2, 3, 4, 6, 7, 17, 19, 20, 21, 22, 23 -> true;
            default -> false;
        };
    }

    /** GASpecificConfig() (4.4.1) after its first flag. */
    private ProgramConfig readGeneralAudio(BitReader in) {
        if (in.flag("dependsOnCoreCoder")) {
            in.skip("coreCoderDelay", 14);
        }
        boolean extension = in.flag("extensionFlag");
        ProgramConfig program = channelConfiguration == 0 ? ProgramConfig.read(in) : null;
        if (objectType == AAC_SCALABLE || objectType == 20) {
            in.skip("layerNr", 3);
        }
        if (extension) {
            in.skip("extension", switch (objectType) {
                case ER_BSAC -> 17;
                case 17, 19, 20, 23 -> 4;
                default -> 1;
            });
        }
        return program;
    }

    /** What may follow the configuration of a decoder that knows no SBR, which does not look so far (1.6.2.1). */
    private record Extension(boolean present, int frequency, boolean ps) {
        static final Extension NONE = new Extension(false, 0, false);

        static Extension read(BitReader in) {
            if (in.remaining() < 16 || in.unsigned("syncExtensionType", 11) != SBR_SYNC
                    || readObjectType(in) != SBR || !in.flag("sbrPresentFlag")) {
                return NONE; // padding, or said not to be there
            }
            int frequency = SamplingFrequency.read(in, "extensionSamplingFrequencyIndex");
            boolean ps = in.remaining() >= 12 && in.unsigned("syncExtensionType", 11) == PS_SYNC && in.flag("psPresentFlag");
            return new Extension(true, frequency, ps);
        }
    }

    /** The configuration's bytes: those read, if it was read. */
    public Payload write() {
        return bytes;
    }

    /** audioObjectType of the core: {@link #AAC_LC} also under SBR and PS. */
    public int objectType() {
        return objectType;
    }

    /** Hertz of the core. */
    public int samplingFrequency() {
        return samplingFrequency;
    }

    /** 0 if a {@link #programConfig()} tells the channels. */
    public int channelConfiguration() {
        return channelConfiguration;
    }

    /** How SBR is said to be there. */
    public SbrSignalling signalling() {
        return signalling;
    }

    /** Parametric stereo is said to be there. */
    public boolean isPs() {
        return ps;
    }

    /** Hertz of what comes out: twice the core's where SBR is said to be there (it may be without being said). */
    public int outputFrequency() {
        return extensionFrequency == 0 ? samplingFrequency : extensionFrequency;
    }

    /** Samples of one frame at {@link #samplingFrequency()}: 1024 or 960; 0 if not general audio. */
    public int samplesPerFrame() {
        return samplesPerFrame;
    }

    public Optional<ProgramConfig> programConfig() {
        return Optional.ofNullable(programConfig);
    }

    /** What comes out; 0 if it is not said here. */
    public int channels() {
        int channels = programConfig != null ? programConfig.channels() : CHANNELS[channelConfiguration];
        return ps && channels == 1 ? 2 : channels;
    }

    /** RFC 6381, 3.3: {@code mp4a.40.} and the object type, the one of SBR or PS where that is said to be there. */
    public String codecString() {
        return "mp4a.40." + (ps ? PS : signalling == SbrSignalling.IMPLICIT ? objectType : SBR);
    }

    /** The template with this configuration, its rate and its channels. */
    public Track track(Track template) {
        if (!template.codec().equals(Codec.AAC)) {
            throw new IllegalArgumentException(template + "; allowed is " + Codec.AAC);
        }
        return template.toBuilder().configuration(bytes).sampleRate(outputFrequency()).channels(channels()).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AudioSpecificConfig config && config.bytes.equals(bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    @Override
    public String toString() {
        return codecString() + " " + outputFrequency() + " Hz, " + channels() + " channels";
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final int objectType;
        private final int samplingFrequency;
        private int channelConfiguration = 2;
        private ProgramConfig programConfig;
        private SbrSignalling signalling = SbrSignalling.IMPLICIT;
        private int extensionFrequency;
        private boolean ps;
        private boolean shortFrame;

        private Builder(int objectType, int samplingFrequency) {
            if (objectType < AAC_MAIN || objectType > AAC_LTP) {
                throw new IllegalArgumentException("object type " + objectType + "; allowed are 1 to 4");
            }
            this.objectType = objectType;
            this.samplingFrequency = checkHertz(samplingFrequency);
        }

        /** 1 to 7, 11 to 14 (table 1.19); 2 unless set. */
        public Builder channelConfiguration(int number) {
            if (number < 1 || number >= CHANNELS.length || CHANNELS[number] == 0) {
                throw new IllegalArgumentException("channel configuration " + number + "; allowed are 1 to 7, 11 to 14");
            }
            channelConfiguration = number;
            programConfig = null;
            return this;
        }

        /** Channels in none of the numbered layouts. */
        public Builder programConfig(ProgramConfig program) {
            programConfig = program;
            channelConfiguration = 0;
            return this;
        }

        /** Says that SBR is there, and PS if so, with the rate that comes out. */
        public Builder sbr(SbrSignalling how, int outputFrequency, boolean withPs) {
            signalling = how;
            extensionFrequency = checkHertz(outputFrequency);
            ps = withPs;
            return this;
        }

        /** Frames of 960 samples in place of 1024. */
        public Builder shortFrame(boolean use960) {
            shortFrame = use960;
            return this;
        }

        public AudioSpecificConfig build() {
            BitWriter out = new BitWriter();
            boolean hierarchical = signalling == SbrSignalling.HIERARCHICAL;
            out.unsigned(hierarchical ? ps ? PS : SBR : objectType, 5);
            SamplingFrequency.write(samplingFrequency, out);
            out.unsigned(channelConfiguration, 4);
            if (hierarchical) {
                SamplingFrequency.write(extensionFrequency, out);
                out.unsigned(objectType, 5);
            }
            out.flag(shortFrame).flag(false).flag(false);
            if (programConfig != null) {
                programConfig.write(out);
            }
            if (signalling == SbrSignalling.BACKWARD_COMPATIBLE) {
                out.unsigned(SBR_SYNC, 11).unsigned(SBR, 5).flag(true);
                SamplingFrequency.write(extensionFrequency, out);
                if (ps) {
                    out.unsigned(PS_SYNC, 11).flag(true);
                }
            }
            byte[] bytes = out.toByteArray();
            return read(bytes, 0, bytes.length);
        }

        private static int checkHertz(int hertz) {
            if (hertz < 1 || hertz > 0xFF_FFFF) {
                throw new IllegalArgumentException(hertz + " Hz; allowed are 1 to 16777215, 24 bits");
            }
            return hertz;
        }
    }
}
