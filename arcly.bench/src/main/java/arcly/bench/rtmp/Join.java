package arcly.bench.rtmp;

/**
 * One viewer's beginning.
 *
 * @param connected before the TCP connection was asked for, as {@link System#nanoTime}
 * @param played before play was sent
 * @param keyFrame when the first key frame was there whole
 * @param audio when the first audio frame was there whole
 * @param audioAfterVideo milliseconds by which the first audio frame's timestamp is above the key frame's
 * @param isDecodable the decoder configuration came first and no other video frame before the key frame
 */
record Join(long connected, long played, long keyFrame, long audio, long audioAfterVideo, boolean isDecodable) {
}
