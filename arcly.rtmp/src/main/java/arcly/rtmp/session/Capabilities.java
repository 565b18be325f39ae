package arcly.rtmp.session;

import arcly.api.media.TrackKind;
import arcly.media.codec.TrackAssemblers;
import arcly.media.flv.FourCc;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.EcmaArray;
import arcly.rtmp.message.Command;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one side of a connection says at connect that it can do beyond RTMP 1.0 (E-RTMP v2, "Enhancing NetConnection connect
 * Command").
 * Immutable; equal by value.
 *
 * @param video what it can do with video codecs, by FourCC; null if it has not spoken of video
 * @param audio the same for audio
 * @param capsEx a sum of the four bits below
 */
public record Capabilities(Map<String, Integer> video, Map<String, Integer> audio, int capsEx) {
    /** FourCcInfoMask. */
    public static final int CAN_DECODE = 1;
    public static final int CAN_ENCODE = 2;
    public static final int CAN_FORWARD = 4;

    /** CapsExMask: the client comes back when it is asked to. */
    public static final int RECONNECT = 1;
    public static final int MULTITRACK = 2;
    public static final int MOD_EX = 4;
    public static final int NANO_OFFSET = 8;

    /** A peer that has said nothing. */
    public static final Capabilities NONE = new Capabilities(null, null, 0);

    private static final String ANY = "*";
    /** E-RTMP v2 has twelve; room for what vendors and later versions add. */
    private static final int MOST_CODECS = 64;
    /** A list has no flags: whoever lists a codec can do all with it. */
    private static final int ALL = CAN_DECODE | CAN_ENCODE | CAN_FORWARD;

    public Capabilities {
        video = video == null ? null : Map.copyOf(video);
        audio = audio == null ? null : Map.copyOf(audio);
    }

    /** What this server says of itself: the codecs that it passes on. */
    public static Capabilities ours() {
        return new Capabilities(ours(TrackKind.VIDEO), ours(TrackKind.AUDIO), RECONNECT | MULTITRACK | MOD_EX | NANO_OFFSET);
    }

    private static Map<String, Integer> ours(TrackKind kind) {
        Map<String, Integer> codecs = new TreeMap<>();
        FourCc.known().forEach(known -> known.codec().filter(TrackAssemblers::supports).filter(codec -> codec.kind() == kind)
                .ifPresent(codec -> codecs.put(known.toString(), CAN_FORWARD)));
        return codecs;
    }

    /**
     * Reads them from the object that goes with connect, or with its answer. What is of another type than it should be says
     * nothing.
     */
    public static Capabilities read(AmfObject said) {
        Map<String, Integer> video = map(said.get("videoFourCcInfoMap"));
        Map<String, Integer> audio = map(said.get("audioFourCcInfoMap"));
        Map<String, Integer> listed = list(said.get("fourCcList"));
        if (listed != null) {
            // E-RTMP v1 knew the list for video only, so one without an audio codec says nothing of audio.
            boolean speaksOfAudio = listed.keySet().stream().anyMatch(name -> name.equals(ANY)
                    || FourCc.of(name).flatMap(FourCc::kind).filter(TrackKind.AUDIO::equals).isPresent());
            video = video == null ? listed : video;
            audio = audio == null && speaksOfAudio ? listed : audio;
        }
        return new Capabilities(video, audio, (int) said.number("capsEx", 0));
    }

    private static Map<String, Integer> list(Object value) {
        if (!(value instanceof List<?> list)) {
            return null;
        }
        Map<String, Integer> codecs = new TreeMap<>();
        list.stream().limit(MOST_CODECS).forEach(entry -> {
            if (entry instanceof String name && isName(name)) {
                codecs.put(name, ALL);
            }
        });
        return codecs;
    }

    private static Map<String, Integer> map(Object value) {
        Map<String, Object> entries = value instanceof AmfObject object ? object.properties()
                : value instanceof EcmaArray array ? array.entries() : null;
        if (entries == null) {
            return null;
        }
        Map<String, Integer> codecs = new TreeMap<>();
        entries.entrySet().stream().limit(MOST_CODECS).forEach(entry -> {
            if (entry.getValue() instanceof Double flags && isName(entry.getKey())) {
                codecs.put(entry.getKey(), flags.intValue());
            }
        });
        return codecs;
    }

    private static boolean isName(String text) {
        return text.equals(ANY) || FourCc.of(text).isPresent();
    }

    /** Sets what {@link #read} reads. */
    public AmfObject writeTo(AmfObject object) {
        List<String> listed = new ArrayList<>();
        if (video != null) {
            listed.addAll(new TreeMap<>(video).keySet());
        }
        if (audio != null) {
            new TreeMap<>(audio).keySet().stream().filter(name -> !listed.contains(name)).forEach(listed::add);
        }
        return object.with("fourCcList", listed).with("videoFourCcInfoMap", amf(video)).with("audioFourCcInfoMap", amf(audio))
                .with("capsEx", (double) capsEx);
    }

    private static AmfObject amf(Map<String, Integer> codecs) {
        AmfObject object = new AmfObject();
        new TreeMap<>(codecs == null ? Map.of() : codecs).forEach((name, flags) -> object.with(name, (double) flags));
        return object;
    }

    public boolean has(int capsExBits) {
        return (capsEx & capsExBits) == capsExBits;
    }

    /**
     * False if it has said which codecs of that kind it can take in, to show or to pass on, and this is none of them. Whoever
     * has said nothing is not known to lack it: FFmpeg plays all codecs and announces none.
     */
    public boolean mayTake(TrackKind kind, FourCc codec) {
        Map<String, Integer> codecs = kind == TrackKind.VIDEO ? video : kind == TrackKind.AUDIO ? audio : null;
        return codecs == null || canTake(codecs.get(ANY)) || canTake(codecs.get(codec.toString()));
    }

    private static boolean canTake(Integer flags) {
        return flags != null && (flags & (CAN_DECODE | CAN_FORWARD)) != 0;
    }

    /** The codecs of that kind that it can take, for people. */
    String text(TrackKind kind) {
        Map<String, Integer> codecs = kind == TrackKind.VIDEO ? video : audio;
        List<String> names = new ArrayList<>();
        new TreeMap<>(codecs == null ? Map.of() : codecs).forEach((name, flags) -> {
            if (canTake(flags)) {
                names.add(name);
            }
        });
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    public void writeState(ByteBuf out) {
        write(out, video);
        write(out, audio);
        out.writeInt(capsEx);
    }

    private static void write(ByteBuf out, Map<String, Integer> codecs) {
        out.writeInt(codecs == null ? -1 : codecs.size());
        new TreeMap<>(codecs == null ? Map.of() : codecs).forEach((name, flags) -> {
            NetConnection.writeText(out, name);
            out.writeInt(flags);
        });
    }

    public static Capabilities readState(ByteBuf in) {
        return new Capabilities(readCodecs(in), readCodecs(in), in.readInt());
    }

    private static Map<String, Integer> readCodecs(ByteBuf in) {
        int count = in.readInt();
        if (count < 0) {
            return null;
        }
        Map<String, Integer> codecs = new TreeMap<>();
        for (int left = count; left > 0; left--) {
            String name = NetConnection.readText(in);
            codecs.put(name, in.readInt());
        }
        return codecs;
    }
}
