package arcly.core.application;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * What people may set for one application. Scope is <em>now</em> unless the description says <em>new streams</em>. The values are
 * read and checked by {@link ApplicationSettings}; this says what they are, for consoles.
 */
@ObjectClassDefinition(name = "arcly application", description = "A named space of streams with limits of its own")
public @interface ApplicationConfig {
    @AttributeDefinition(description = "The application's name, one segment of A-Z a-z 0-9 . _ -; by default what stands after"
            + " the ~ of the PID. Scope: new streams")
    String name() default "";

    @AttributeDefinition(description = "What happens to a second publisher of a stream. Scope: now",
            options = {@Option("reject"), @Option("replace"), @Option("standby")})
    String takeover() default "reject";

    @AttributeDefinition(description = "Milliseconds of silence after which a newcomer of the same identity replaces a publisher"
            + " under every rule. Scope: now", min = "100", max = "600000")
    long takeover_stale() default ApplicationSettings.TAKEOVER_STALE;

    @AttributeDefinition(description = "Milliseconds that a stream waits for a lost publisher; 0 ends it at once. Scope: now",
            min = "0", max = "3600000")
    long grace() default ApplicationSettings.GRACE;

    @AttributeDefinition(description = "Milliseconds without a frame after which a publisher is ended; 0 for never. Scope: now",
            min = "0", max = "3600000")
    long publisher_idle() default ApplicationSettings.PUBLISHER_IDLE;

    @AttributeDefinition(description = "Milliseconds after the first key frame in which further tracks are waited for, unless the"
            + " publisher says that there are none. Scope: new streams", min = "0", max = "60000")
    long tracks_wait() default ApplicationSettings.TRACKS_WAIT;

    @AttributeDefinition(description = "Frames that a ring holds, rounded up to a power of two, less one. Scope: new streams",
            min = "64", max = "1048576")
    int ring_frames() default (int) ApplicationSettings.RING_FRAMES;

    @AttributeDefinition(description = "Bytes of payload that a ring holds. Scope: new streams",
            min = "65536", max = "1073741824")
    long ring_bytes() default ApplicationSettings.RING_BYTES;

    @AttributeDefinition(description = "Most streams of this application. Scope: now", min = "1", max = "1000000")
    int streams_most() default (int) ApplicationSettings.STREAMS_MOST;

    @AttributeDefinition(description = "Most readers of one stream, viewers and services. Scope: now", min = "1", max = "1000000")
    int readers_most() default (int) ApplicationSettings.READERS_MOST;

    @AttributeDefinition(description = "Milliseconds of media behind the live edge beyond which a reader is moved to the newest"
            + " key frame. Scope: now", min = "100", max = "3600000")
    long lag_time() default ApplicationSettings.LAG_TIME;

    @AttributeDefinition(description = "Bytes behind the live edge beyond which a reader is moved to the newest key frame."
            + " Scope: now", min = "65536", max = "1073741824")
    long lag_bytes() default ApplicationSettings.LAG_BYTES;

    @AttributeDefinition(description = "Milliseconds after which a reader that takes nothing although frames wait is closed."
            + " Scope: now", min = "1000", max = "3600000")
    long evict_after() default ApplicationSettings.EVICT_AFTER;

    @AttributeDefinition(description = "Milliseconds behind the live edge at which a reader begins if a stream has no video."
            + " Scope: now", min = "0", max = "60000")
    long join_audio_back() default ApplicationSettings.JOIN_AUDIO_BACK;

    @AttributeDefinition(description = "Milliseconds after the last viewer has left that an on-demand source goes on. Scope: now",
            min = "1000", max = "3600000")
    long ondemand_delay() default ApplicationSettings.ONDEMAND_DELAY;

    @AttributeDefinition(description = "Names of the packagers that each stream is given to, with commas; empty for none."
            + " Scope: now")
    String packagers() default "hls";

    @AttributeDefinition(description = "Names of the access policies without which nobody is let in, with commas. Scope: now")
    String access_required() default "";

    @AttributeDefinition(description = "Milliseconds that an access decision may take; after that the answer is no. Scope: now",
            min = "100", max = "60000")
    long access_deadline() default ApplicationSettings.ACCESS_DEADLINE;

    @AttributeDefinition(type = AttributeType.PASSWORD, description = "The key that lets publishers in from elsewhere than this"
            + " machine; empty: none does. Scope: new sessions")
    String publish_key() default "";

    @AttributeDefinition(type = AttributeType.PASSWORD, description = "The key that viewers from elsewhere than this machine"
            + " need; empty: none needs one. Scope: new sessions")
    String play_key() default "";
}
