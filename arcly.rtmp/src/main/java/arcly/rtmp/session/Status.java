package arcly.rtmp.session;

import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.rtmp.amf.AmfObject;

/**
 * What onStatus and _error carry: a level, a code and a sentence (RTMP 1.0, 7.2). The codes are those of ActionScript's
 * NetConnection and NetStream, which clients compare with.
 */
public record Status(boolean error, String code, String description) {
    public static final String CONNECT_SUCCESS = "NetConnection.Connect.Success";
    public static final String CONNECT_REJECTED = "NetConnection.Connect.Rejected";
    public static final String CONNECT_INVALID_APP = "NetConnection.Connect.InvalidApp";
    public static final String CONNECT_CLOSED = "NetConnection.Connect.Closed";
    static final String CONNECT_RECONNECT_REQUEST = "NetConnection.Connect.ReconnectRequest";
    public static final String CALL_FAILED = "NetConnection.Call.Failed";
    public static final String PUBLISH_START = "NetStream.Publish.Start";
    public static final String PUBLISH_BAD_NAME = "NetStream.Publish.BadName";
    public static final String PUBLISH_DENIED = "NetStream.Publish.Denied";
    public static final String PUBLISH_REJECTED = "NetStream.Publish.Rejected";
    public static final String UNPUBLISH_SUCCESS = "NetStream.Unpublish.Success";
    public static final String PLAY_RESET = "NetStream.Play.Reset";
    public static final String PLAY_START = "NetStream.Play.Start";
    public static final String PLAY_STOP = "NetStream.Play.Stop";
    public static final String PLAY_UNPUBLISH_NOTIFY = "NetStream.Play.UnpublishNotify";
    public static final String PLAY_NOT_FOUND = "NetStream.Play.StreamNotFound";
    public static final String PLAY_FAILED = "NetStream.Play.Failed";
    public static final String PAUSE_NOTIFY = "NetStream.Pause.Notify";
    public static final String UNPAUSE_NOTIFY = "NetStream.Unpause.Notify";
    public static final String SEEK_NOTIFY = "NetStream.Seek.Notify";

    static Status ok(String code, String description) {
        return new Status(false, code, description);
    }

    static Status error(String code, String description) {
        return new Status(true, code, description);
    }

    /** How a publisher is told that it may not. */
    static Status publishRefused(StreamException why) {
        return error(switch (why.reason()) {
            case BUSY, MALFORMED -> PUBLISH_BAD_NAME;
            case DENIED -> PUBLISH_DENIED;
            default -> PUBLISH_REJECTED;
        }, why.getMessage());
    }

    /**
     * How a player is told that it may not, or that there is nothing to play.
     *
     * @param stream null if it was none
     */
    static Status playRefused(StreamException why, StreamKey stream) {
        if (why.reason() == StreamException.Reason.TIMEOUT) {
            return error(PLAY_NOT_FOUND, "nobody publishes " + stream + " (" + why.getMessage() + ")");
        }
        return error(switch (why.reason()) {
            case NOT_FOUND, GONE, MALFORMED -> PLAY_NOT_FOUND;
            default -> PLAY_FAILED;
        }, why.getMessage());
    }

    AmfObject toAmf() {
        return new AmfObject().with("level", error ? "error" : "status").with("code", code).with("description", description);
    }
}
