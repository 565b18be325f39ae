package arcly.media.rtp;

import arcly.media.Golden;
import arcly.media.sdp.SessionDescription;
import java.util.List;
import java.util.stream.Collectors;

/** Datagrams of test/resources/golden/rtp. */
public record RtpCapture(String sdp, List<byte[]> rtp, List<byte[]> rtcp) {

    public static RtpCapture of(String name) {
        List<String> lines = Golden.lines("rtp/" + name + ".txt");
        String sdp = lines.stream().filter(line -> line.startsWith("sdp ")).map(line -> line.substring(4) + "\r\n")
                .collect(Collectors.joining());
        return new RtpCapture(sdp, datagrams(lines, "rtp "), datagrams(lines, "rtcp "));
    }

    private static List<byte[]> datagrams(List<String> lines, String kind) {
        return lines.stream().filter(line -> line.startsWith(kind)).map(line -> Golden.hex(line.substring(kind.length())))
                .toList();
    }

    public SessionDescription description() {
        return SessionDescription.read(sdp);
    }

    public List<RtpPacket> packets() {
        return rtp.stream().map(each -> RtpPacket.read(each, 0, each.length)).toList();
    }
}
