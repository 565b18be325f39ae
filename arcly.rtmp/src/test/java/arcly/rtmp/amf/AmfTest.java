package arcly.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.rtmp.RtmpException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AmfTest {
    private static final String LONG_TEXT = "x".repeat(65_536);

    static Stream<Arguments> amf0OnTheWire() {
        return Stream.of(
                arguments("number", 3.5, "00400c000000000000"),
                arguments("boolean", true, "0101"),
                arguments("string", "live", "0200046c697665"),
                arguments("string beyond ASCII", "\u00e9", "020002c3a9"),
                arguments("long string", LONG_TEXT, "0c00010000" + "78".repeat(65_536)),
                arguments("object", new AmfObject().with("app", "live").with("n", null), "03" + "0003617070" + "0200046c697665"
                        + "00016e" + "05" + "000009"),
                arguments("typed object", new AmfObject("C", new LinkedHashMap<>(Map.of("a", 1.0))),
                        "10" + "000143" + "000161" + "003ff0000000000000" + "000009"),
                arguments("null", null, "05"),
                arguments("undefined", Undefined.UNDEFINED, "06"),
                arguments("ECMA array", new EcmaArray().with("width", 640.0), "0800000001" + "00057769647468"
                        + "004084000000000000" + "000009"),
                arguments("strict array", Arrays.asList(1.0, null), "0a00000002" + "003ff0000000000000" + "05"),
                arguments("date", new AmfDate(1000, (short) 0), "0b" + "408f400000000000" + "0000"),
                arguments("XML", new XmlText("<a/>"), "0f00000004" + "3c612f3e"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("amf0OnTheWire")
    void readsAndWritesTheSameAmf0(String name, Object value, String hex) {
        assertThat(amf0(hex)).isEqualTo(value);
        ByteBuf out = Unpooled.buffer();
        Amf0Writer.write(out, value);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
    }

    static Stream<Arguments> amf3OnTheWire() {
        return Stream.of(
                arguments("undefined", Undefined.UNDEFINED, "00"),
                arguments("null", null, "01"),
                arguments("false", false, "02"),
                arguments("true", true, "03"),
                arguments("double", 3.5, "05400c000000000000"),
                arguments("string", "live", "06096c697665"),
                arguments("string of 200", "x".repeat(200), "068311" + "78".repeat(200)),
                arguments("date", new AmfDate(1000, (short) 0), "0801408f400000000000"),
                arguments("dense array", List.of("a", true), "0905" + "01" + "060361" + "03"),
                arguments("named array", new EcmaArray().with("a", true), "0901" + "0361" + "03" + "01"),
                arguments("object", new AmfObject().with("a", null), "0a0b01" + "0361" + "01" + "01"),
                arguments("XML", new XmlText("<a/>"), "0b09" + "3c612f3e"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("amf3OnTheWire")
    void readsAndWritesTheSameAmf3(String name, Object value, String hex) {
        assertThat(amf3(hex)).isEqualTo(value);
        ByteBuf out = Unpooled.buffer();
        Amf3Writer.write(out, value);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
    }

    static Stream<Arguments> amf3ThatIsOnlyRead() {
        return Stream.of(
                arguments("integer", 5.0, "0405"),
                arguments("integer of two bytes", 128.0, "048100"),
                arguments("largest integer", 268_435_455.0, "04bfffffff"),
                arguments("integer below zero", -1.0, "04ffffffff"),
                arguments("old XML", new XmlText("a"), "070361"),
                arguments("string by reference", List.of("ab", "ab"), "090501" + "06056162" + "0600"),
                arguments("object by reference", List.of(List.of(), List.of()), "090501" + "090101" + "0902"),
                arguments("traits by reference", List.of(new AmfObject().with("a", true), new AmfObject().with("a", false)),
                        "090501" + "0a1301" + "0361" + "03" + "0a0102"),
                arguments("array with both parts", new EcmaArray().with("n", true).with("0", false),
                        "0903" + "036e" + "03" + "01" + "02"),
                arguments("vector of int", List.of(-1.0), "0d0300" + "ffffffff"),
                arguments("vector of uint", List.of(4_294_967_295.0), "0e0300" + "ffffffff"),
                arguments("vector of double", List.of(3.5), "0f0300" + "400c000000000000"),
                arguments("vector of objects", List.of(true), "100300" + "01" + "03"),
                arguments("dictionary", new EcmaArray().with("a", true), "110300" + "060361" + "03"),
                arguments("ArrayCollection", List.of(true),
                        "0a0743666c65782e6d6573736167696e672e696f2e4172726179436f6c6c656374696f6e" + "090301" + "03"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("amf3ThatIsOnlyRead")
    void readsAmf3(String name, Object value, String hex) {
        assertThat(amf3(hex)).isEqualTo(value);
    }

    @Test
    void bytesGoThroughAmf3() {
        ByteBuf out = Unpooled.buffer();
        Amf0Writer.write(out, new byte[] {1, 2});
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("110c050102");
        assertThat((byte[]) amf0("110c050102")).containsExactly(1, 2);
    }

    @Test
    void amf3InsideAmf0SharesItsTablesOverTheMessage() {
        List<Object> values = new Amf0Reader(bytes("11" + "06056162" + "05" + "11" + "0600"), AmfLimits.DEFAULT)
                .readAll();
        assertThat(values).containsExactly("ab", null, "ab");
    }

    @Test
    void amf0ReferenceIsTheEarlierObject() {
        Object read = amf0("0a00000002" + "03" + "000009" + "070001");
        assertThat(read).isEqualTo(List.of(new AmfObject(), new AmfObject()));
    }

    @Test
    void ecmaArrayWhoseEndIsLeftOutAtTheEndOfTheMessageIsTaken() {
        assertThat(amf0("0800000001" + "000161" + "0101")).isEqualTo(new EcmaArray().with("a", true));
        assertThat(amf0("08000000ff" + "000161" + "0101" + "000009")).isEqualTo(new EcmaArray().with("a", true));
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("nothing", "", "byte 0"),
                arguments("truncated number", "0040", "8 bytes from byte 1"),
                arguments("truncated string", "02000561", "5 bytes from byte 3"),
                arguments("marker that is no value", "0e", "marker 14 at byte 0"),
                arguments("object end alone", "09", "marker 9"),
                arguments("object without end", "03000161", "byte 4"),
                arguments("array that announces more than there is", "0a7fffffff05", "announces 2147483647"),
                arguments("long string that announces more", "0cffffffff61", "4294967295"),
                arguments("reference to nothing", "070000", "reference 0"),
                arguments("reference to what is still open", "03000161070000000009", "cannot hold itself"),
                arguments("17 objects in each other", "0a00000001".repeat(17) + "05", "nested deeper than 16"),
                arguments("AMF3 deeper than AMF0 and AMF3 together may be",
                        "0a00000001".repeat(10) + "11" + "090301".repeat(7) + "01",
                        "nested deeper than 16"),
                arguments("AMF3 marker", "1120", "AMF3 marker 32"),
                arguments("AMF3 array that announces more", "1109ffffffff01", "announces"),
                arguments("AMF3 string reference", "110602", "string reference 1"),
                arguments("AMF3 object reference", "110a02", "reference 1"),
                arguments("AMF3 traits reference", "110a05", "traits reference 1"),
                arguments("AMF3 array in itself", "110903010900", "cannot hold itself"),
                arguments("AMF3 class that writes itself", "110a070343", "'C' before byte 5 writes itself"),
                arguments("AMF3 vector longer than there is", "110d7f00", "announces 63"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void saysWhatIsBroken(String name, String hex, String says) {
        assertThatThrownBy(() -> amf0(hex)).isInstanceOf(RtmpException.class).hasMessageContaining(says);
    }

    @Test
    void countsValues() {
        AmfLimits few = new AmfLimits(4, 10);
        assertThatThrownBy(() -> new Amf0Reader(bytes("05".repeat(11)), few).readAll())
                .isInstanceOf(RtmpException.class).hasMessageContaining("more than 10 values");
    }

    /** Each array holds the one before it ten times: a few hundred bytes that would be 10^9 values written out. */
    @Test
    void referencesCannotMultiply() {
        StringBuilder hex = new StringBuilder("0a0000000a" + "0a00000001" + "0c00000400" + "61".repeat(1024));
        for (int i = 1; i < 10; i++) {
            hex.append("0a0000000a").append(String.format("07%04x", i).repeat(10));
        }
        assertThatThrownBy(() -> amf0(hex.toString()))
                .isInstanceOf(RtmpException.class).hasMessageContaining("references stand for more than");
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(42);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            for (int i = 0; i < bytes.length; i++) { // mostly markers and small numbers, so that some go deep
                bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(18));
            }
            AmfFuzzTest.readOrRefuse(bytes);
        }
    }

    private static Object amf0(String hex) {
        ByteBuf in = bytes(hex);
        Object value = new Amf0Reader(in, AmfLimits.DEFAULT).read();
        assertThat(in.isReadable()).isFalse();
        return value;
    }

    private static Object amf3(String hex) {
        ByteBuf in = bytes(hex);
        Object value = new Amf3Reader(in, AmfLimits.DEFAULT).read();
        assertThat(in.isReadable()).isFalse();
        return value;
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }
}
