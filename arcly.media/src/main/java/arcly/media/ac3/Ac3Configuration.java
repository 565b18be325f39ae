package arcly.media.ac3;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.bits.BitWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What MP4 says of AC-3, the body of "dac3" (ETSI TS 102 366, F.4), and of Enhanced AC-3, that of "dec3" (F.6).
 *
 * <p>Immutable. Equal if the sound is: the data rate, which changes from frame to frame, is not compared.
 */
public final class Ac3Configuration {
    private static final String WHAT = "AC-3 configuration";
    private static final int MOST_SUBSTREAMS = 8;  // 3 bits
    private static final int LARGEST_RATE = 0x1FFF; // 13 bits, 1000 bits a second
    private static final int LARGEST_DEPENDENT = 0xF;
    // How many channels each bit of chan_loc stands for, highest first (table F.6.1).
    private static final int[] LOCATION_CHANNELS = {2, 2, 1, 1, 2, 2, 2, 1, 1};
    private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};
    private static final int[] RATES = {48_000, 44_100, 32_000, 24_000};

    private final boolean enhanced;
    private final int kilobits;    // Enhanced AC-3
    private final int bitRateCode; // AC-3
    private final List<Program> programs;
    private final int sampleRate;

    /** An independent substream, and what its dependent ones add; AC-3 has one without any. */
    private record Program(int fscod, int bsid, int bsmod, int acmod, boolean lfe, int dependent, int locations) {

        int channels() {
            int channels = CHANNELS[acmod] + (lfe ? 1 : 0);
            for (int bit = 0; bit < LOCATION_CHANNELS.length; bit++) {
                channels += (locations >> (LOCATION_CHANNELS.length - 1 - bit) & 1) * LOCATION_CHANNELS[bit];
            }
            return channels;
        }
    }

    private Ac3Configuration(boolean enhanced, int kilobits, int bitRateCode, List<Program> programs, int sampleRate) {
        this.enhanced = enhanced;
        this.kilobits = kilobits;
        this.bitRateCode = bitRateCode;
        this.programs = List.copyOf(programs);
        this.sampleRate = sampleRate;
    }

    /**
     * What the frames of one access unit say: one of AC-3, or the substreams of Enhanced AC-3 in their order.
     *
     * @throws MediaFormatException if the first is a dependent substream, or there are too many
     */
    public static Ac3Configuration of(List<Ac3Header> unit) throws MediaFormatException {
        Ac3Header first = unit.get(0);
        List<Program> programs = new ArrayList<>(1);
        for (Ac3Header header : unit) {
            if (header.streamType() != Ac3Header.DEPENDENT) {
                programs.add(new Program(header.fscod(), header.bsid(), header.bsmod(), header.acmod(), header.isLfe(), 0, 0));
            } else if (programs.isEmpty()) {
                throw MediaFormatException.malformed("E-AC-3 access unit", "a dependent substream first", "an independent one");
            } else {
                Program parent = programs.remove(programs.size() - 1);
                int locations = header.chanmap() >> 3 & 0xFF;
                programs.add(new Program(parent.fscod, parent.bsid, parent.bsmod, parent.acmod, parent.lfe,
                        Math.min(parent.dependent + 1, LARGEST_DEPENDENT),
                        parent.locations | locations << 1 | header.chanmap() & 1));
            }
        }
        if (programs.size() > MOST_SUBSTREAMS) {
            throw MediaFormatException.malformed(WHAT, programs.size() + " programs", "up to " + MOST_SUBSTREAMS);
        }
        long bits = unit.stream().mapToLong(Ac3Header::frameLength).sum() * Byte.SIZE;
        int kilobits = (int) Math.min(LARGEST_RATE, bits * first.sampleRate() / first.samples() / 1_000);
        return new Ac3Configuration(first.isEnhanced(), kilobits, first.bitRateCode(), programs, first.sampleRate());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param codec AC3 or EAC3
     * @throws MediaFormatException if it breaks the format
     */
    public static Ac3Configuration read(Codec codec, Payload bytes) throws MediaFormatException {
        BitReader in = new BitReader(WHAT, bytes.toByteArray());
        List<Program> programs = new ArrayList<>(1);
        boolean enhanced = codec.equals(Codec.EAC3);
        int kilobits = enhanced ? in.unsigned("data_rate", 13) : 0;
        int count = enhanced ? 1 + in.unsigned("num_ind_sub", 3) : 1;
        for (int i = 0; i < count; i++) {
            int fscod = in.unsigned("fscod", 2);
            int bsid = in.unsigned("bsid", 5);
            in.skip("reserved, asvc", enhanced ? 2 : 0);
            int bsmod = in.unsigned("bsmod", 3);
            int acmod = in.unsigned("acmod", 3);
            boolean lfe = in.flag("lfeon");
            int dependent = 0;
            int locations = 0;
            if (enhanced) {
                in.skip("reserved", 3);
                dependent = in.unsigned("num_dep_sub", 4);
                locations = dependent > 0 ? in.unsigned("chan_loc", 9) : 0;
                in.skip("reserved", dependent > 0 ? 0 : 1);
            }
            programs.add(new Program(fscod, bsid, bsmod, acmod, lfe, dependent, locations));
        }
        int bitRateCode = enhanced ? 0 : in.unsigned("bit_rate_code", 5);
        Program first = programs.get(0);
        return new Ac3Configuration(enhanced, kilobits, bitRateCode, programs,
                RATES[first.fscod] >> Math.max(0, enhanced ? 0 : first.bsid - 8));
    }

    /** The same at this rate: of the reduced rates of Enhanced AC-3 {@link #write} does not tell which it is. */
    Ac3Configuration at(int hertz) {
        return new Ac3Configuration(enhanced, kilobits, bitRateCode, programs, hertz);
    }

    /** The body of "dac3" or "dec3". */
    public Payload write() {
        BitWriter out = new BitWriter();
        if (enhanced) {
            out.unsigned(kilobits, 13).unsigned(programs.size() - 1, 3);
        }
        for (Program program : programs) {
            out.unsigned(program.fscod, 2).unsigned(program.bsid, 5).unsigned(0, enhanced ? 2 : 0);
            out.unsigned(program.bsmod, 3).unsigned(program.acmod, 3).flag(program.lfe);
            if (enhanced) {
                out.unsigned(0, 3).unsigned(program.dependent, 4).unsigned(program.locations, program.dependent > 0 ? 9 : 1);
            }
        }
        if (!enhanced) {
            out.unsigned(bitRateCode, 5);
        }
        return Payload.wrap(out.align().toByteArray());
    }

    public boolean isEnhanced() {
        return enhanced;
    }

    /** Hertz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** Of the first program, with what its dependent substreams add and the LFE. */
    public int channels() {
        return programs.get(0).channels();
    }

    /** The template with this configuration, its rate and its channels. */
    public Track track(Track template) {
        return template.toBuilder().configuration(write()).sampleRate(sampleRate).channels(channels()).build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ac3Configuration configuration && configuration.enhanced == enhanced
                && configuration.bitRateCode == bitRateCode && configuration.programs.equals(programs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(enhanced, bitRateCode, programs);
    }

    @Override
    public String toString() {
        return (enhanced ? "E-AC-3 " : "AC-3 ") + sampleRate + " Hz, " + channels() + " channels";
    }
}
