package arcly.rtmp.session;

import arcly.media.flv.FlvTag;
import arcly.rtmp.RtmpSettings;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.Video;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One client's conversation, against a kernel that answers when told to. */
abstract class Conversation {
    final FakeKernel kernel = new FakeKernel();
    final RtmpContext context = new RtmpContext(kernel, kernel, () -> RtmpSettings.DEFAULT);
    final FakeConnection connection = new FakeConnection(new RtmpConnections(context));
    final RtmpClient client = new RtmpClient();

    void sayAsPublisher() {
        say(client.handshake().connect("live").createStream(2).publish(1, "cam"));
    }

    static RtmpMessage message(FlvTag tag) {
        ByteBuffer body = ByteBuffer.wrap(tag.body().toByteArray());
        return switch (tag.type()) {
            case FlvTag.AUDIO -> new Audio(body);
            case FlvTag.VIDEO -> new Video(body);
            default -> RtmpMessage.read(Data.TYPE, Unpooled.wrappedBuffer(body), AmfLimits.DEFAULT);
        };
    }

    void say(RtmpClient client) {
        connection.receive(client.bytes());
    }

    List<RtmpClient.Answer> answers() {
        return client.read(connection.written);
    }

    List<String> codes() {
        List<String> codes = new ArrayList<>();
        answers().stream().map(RtmpClient.Answer::code).filter(Objects::nonNull).forEach(codes::add);
        return codes;
    }
}
