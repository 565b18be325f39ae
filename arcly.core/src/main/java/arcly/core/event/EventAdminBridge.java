package arcly.core.event;

import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamListener;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** Passes every event on to EventAdmin, where there is one: without, this component is never made and its package not needed. */
@Component(service = StreamListener.class)
public final class EventAdminBridge implements StreamListener {
    private final EventAdmin admin;

    @Activate
    public EventAdminBridge(@Reference EventAdmin admin) {
        this.admin = admin;
    }

    @Override
    public void happened(StreamEvent event) {
        Map<String, Object> properties = new HashMap<>(event.details());
        properties.put("sequence", event.sequence());
        properties.put("stream", event.stream().toString());
        properties.put("session", event.session());
        properties.put("timestamp", event.time().toEpochMilli());
        admin.postEvent(new Event(event.topic(), properties));
    }
}
