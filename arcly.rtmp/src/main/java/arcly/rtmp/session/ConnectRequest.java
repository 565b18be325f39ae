package arcly.rtmp.session;

import arcly.rtmp.Printable;
import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.message.Command;
import io.netty.buffer.ByteBuf;

/**
 * What a client says with connect (RTMP 1.0, 7.2.1.1; E-RTMP v2, "Enhancing NetConnection connect Command"). Immutable.
 *
 * @param tcUrl empty if it was not said
 * @param agent the client's name for itself, safe to show; empty if it was not said
 * @param objectEncoding 0, or 3 for a client that reads AMF3
 */
record ConnectRequest(String app, String tcUrl, String agent, double objectEncoding, Capabilities capabilities) {

    static ConnectRequest read(Command command) {
        if (!(command.argument(0) instanceof AmfObject properties) || properties.string("app") == null) {
            throw new RtmpException("connect without an object that has a string 'app' (RTMP 1.0, 7.2.1.1)");
        }
        return new ConnectRequest(properties.string("app"),
                properties.string("tcUrl") == null ? "" : properties.string("tcUrl"),
                properties.string("flashVer") == null ? "" : Printable.text(properties.string("flashVer")),
                properties.number("objectEncoding", 0), Capabilities.read(properties));
    }

    /** The application's name as arcly knows it; may be empty. */
    String application() {
        return StreamAddress.application(Printable.text(app));
    }

    void writeState(ByteBuf out) {
        NetConnection.writeText(out, app);
        NetConnection.writeText(out, tcUrl);
        NetConnection.writeText(out, agent);
        out.writeDouble(objectEncoding);
        capabilities.writeState(out);
    }

    static ConnectRequest readState(ByteBuf in) {
        return new ConnectRequest(NetConnection.readText(in), NetConnection.readText(in), NetConnection.readText(in),
                in.readDouble(), Capabilities.readState(in));
    }
}
