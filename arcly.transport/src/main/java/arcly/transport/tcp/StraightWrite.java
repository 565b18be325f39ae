package arcly.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/**
 * Writes to an epoll socket past Netty's queue while that is empty: no entry, no promise, no reference to the bytes. With
 * thousands of viewers these are what a write costs beside the system call, as each is memory that the processor's caches have
 * long forgotten. What the socket does not take at once is Netty's to send.
 */
final class StraightWrite {
    private final Channel.Unsafe unsafe;
    private final Socket socket; // null: not on epoll

    StraightWrite(Channel channel) {
        unsafe = channel.unsafe();
        socket = channel instanceof EpollSocketChannel epoll && epoll.fd() instanceof Socket one ? one : null;
    }

    /** Returns how many bytes the socket took; they stay the caller's. On the loop. */
    int write(ByteBuf bytes, int offset, int length) {
        ChannelOutboundBuffer queue = unsafe.outboundBuffer(); // null once the channel is closed or its output shut down
        if (socket == null || queue == null || queue.totalPendingWriteBytes() != 0 || !bytes.hasMemoryAddress()) {
            return 0;
        }
        try {
            return Math.max(0, socket.sendAddress(bytes.memoryAddress(), offset, offset + length));
        } catch (IOException e) {
            return 0; // Netty's own write meets the same, and closes the channel
        }
    }
}
