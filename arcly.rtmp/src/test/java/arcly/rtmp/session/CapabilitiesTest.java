package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.TrackKind;
import arcly.media.flv.FourCc;
import arcly.rtmp.amf.Amf0Reader;
import arcly.rtmp.amf.Amf0Writer;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.EcmaArray;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    /**
     * {fourCcList: ["hvc1", "Opus"], videoFourCcInfoMap: {hvc1: 5}, audioFourCcInfoMap: {Opus: 4}, capsEx: 3}
     * by hand, after AMF 0.
     */
    private static final String GOLDEN = "03"
            + "000a" + "666f757243634c697374" + "0a00000002"
            + "020004" + "68766331" + "020004" + "4f707573"
            + "0012" + "766964656f466f7572436349" + "6e666f4d6170" + "03" + "0004" + "68766331" + "004014000000000000" + "000009"
            + "0012" + "617564696f466f7572436349" + "6e666f4d6170" + "03" + "0004" + "4f707573" + "004010000000000000" + "000009"
            + "0006" + "636170734578" + "004008000000000000"
            + "000009";

    private static final Capabilities VALUE = new Capabilities(Map.of("hvc1", 5), Map.of("Opus", 4), 3);

    @Test
    void readsAndWritesTheSameBytes() {
        Object read = new Amf0Reader(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(GOLDEN)), AmfLimits.DEFAULT).read();
        assertThat(Capabilities.read((AmfObject) read)).isEqualTo(VALUE);
        ByteBuf out = Unpooled.buffer();
        Amf0Writer.write(out, VALUE.writeTo(new AmfObject()));
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(GOLDEN);
    }

    @Test
    void goesIntoABatonAndComesBack() {
        for (Capabilities each : List.of(VALUE, Capabilities.NONE, Capabilities.ours())) {
            ByteBuf out = Unpooled.buffer();
            each.writeState(out);
            assertThat(Capabilities.readState(out)).isEqualTo(each);
            assertThat(out.isReadable()).isFalse();
        }
    }

    @Test
    void whoeverSaysNothingIsNotKnownToLackAnything() {
        assertThat(Capabilities.read(new AmfObject().with("videoCodecs", 252.0).with("audioCodecs", 4071.0)))
                .isEqualTo(Capabilities.NONE);
        assertThat(Capabilities.NONE.mayTake(TrackKind.VIDEO, FourCc.VVC1)).isTrue();
        assertThat(Capabilities.NONE.has(Capabilities.MULTITRACK)).isFalse();
    }

    @Test
    void listOfVersionOneSpeaksOfVideoOnly() {
        Capabilities read = Capabilities.read(new AmfObject().with("fourCcList", List.of("hvc1", "av01", 7.0, "toolong", "")));
        assertThat(read.mayTake(TrackKind.VIDEO, FourCc.HVC1)).isTrue();
        assertThat(read.mayTake(TrackKind.VIDEO, FourCc.VP09)).isFalse();
        assertThat(read.mayTake(TrackKind.AUDIO, FourCc.OPUS)).as("not spoken of").isTrue();
        assertThat(read.text(TrackKind.VIDEO)).isEqualTo("av01, hvc1");

        Capabilities both = Capabilities.read(new AmfObject().with("fourCcList", List.of("hvc1", "Opus")));
        assertThat(both.mayTake(TrackKind.AUDIO, FourCc.OPUS)).isTrue();
        assertThat(both.mayTake(TrackKind.AUDIO, FourCc.FLAC)).isFalse();
        assertThat(Capabilities.read(new AmfObject().with("fourCcList", List.of("*")))
                .mayTake(TrackKind.AUDIO, FourCc.FLAC)).isTrue();
    }

    @Test
    void mapsGoBeforeTheListAndTheirFlagsCount() {
        Capabilities read = Capabilities.read(new AmfObject().with("fourCcList", List.of("*"))
                .with("videoFourCcInfoMap", new EcmaArray().with("hvc1", 2.0).with("av01", 1.0).with("vp09", "1"))
                .with("audioFourCcInfoMap", new AmfObject().with("*", 4.0)));
        assertThat(read.mayTake(TrackKind.VIDEO, FourCc.HVC1)).as("can encode it only").isFalse();
        assertThat(read.mayTake(TrackKind.VIDEO, FourCc.AV01)).isTrue();
        assertThat(read.mayTake(TrackKind.VIDEO, FourCc.VP09)).as("no number").isFalse();
        assertThat(read.mayTake(TrackKind.AUDIO, FourCc.FLAC)).isTrue();
    }

    @Test
    void noMoreThanAFewAreKept() {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            many.add(String.format("%04d", i));
        }
        assertThat(Capabilities.read(new AmfObject().with("fourCcList", many)).video()).hasSize(64);
        assertThat(Capabilities.read(new AmfObject().with("fourCcList", "hvc1").with("capsEx", "all")))
                .isEqualTo(Capabilities.NONE);
    }
}
