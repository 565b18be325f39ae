package arcly.core;

import static arcly.core.Studio.CAM;
import static arcly.core.Studio.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import arcly.api.access.AccessPolicy;
import arcly.api.access.Decision;
import arcly.api.access.Proof;
import arcly.api.access.SecretSource;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.SourceProvider;
import arcly.api.stream.SourceRequest;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamListener;
import arcly.api.stream.StreamReader;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of a bundle that has disarmed and unregistered, the kernel keeps nothing: its class loader can be collected. */
class ForgetTest {
    private final Studio studio = new Studio();

    @AfterEach
    void close() {
        studio.close();
    }

    /** Does what a bundle does, in its life and at its end. Loaded by a loader of its own, as a bundle's classes are. */
    public static final class Visitor implements BiConsumer<Studio, Publication> {
        private static final InetSocketAddress AWAY = new InetSocketAddress("192.0.2.7", 5000);

        @Override
        public void accept(Studio studio, Publication publication) {
            publish(publication);
            read(studio);
            ask(studio);
            listen(studio);
            decide(studio);
            bring(studio);
        }

        private void publish(Publication publication) {
            publication.arm(studioLess(), signal -> hear(signal));
            publication.publish(video(0, true));
            publication.disarm();
        }

        private Executor studioLess() {
            return task -> { }; // takes it and never runs it, as a loop that is shut down
        }

        private void hear(Object anything) {
            throw new IllegalStateException("heard " + anything);
        }

        private void read(Studio studio) {
            StreamReader reader = studio.cam().open(ReadOptions.viewer());
            reader.arm(Runnable::run, () -> hear(reader.poll()));
            reader.disarm();
            reader.arm(studioLess(), () -> hear(reader.poll()));
            reader.close();
        }

        private void ask(Studio studio) {
            ClientSession session = studio.viewerSession(StreamKey.of("live", "absent"));
            session.play(Duration.ofMinutes(1)).arm(studioLess(), () -> hear("answer"));
            session.arm(studioLess(), this::hear);
            session.playing().disarm();
            session.disarm();
        }

        private void listen(Studio studio) {
            StreamListener listener = this::hear;
            studio.kernel.events().add(listener, "visitor 1.0");
            studio.publisherSession(CAM).end(CloseReason.LOST);
            studio.kernel.events().remove(listener);
        }

        private void decide(Studio studio) {
            SecretSource secrets = (action, stream, user) -> {
                throw new IllegalArgumentException("of the visitor");
            };
            AccessPolicy policy = request -> failed();
            studio.kernel.access().add(secrets, 0, "visitor 1.0");
            knock(studio);
            studio.kernel.access().add(policy, 0, "visitor", "visitor 1.0");
            knock(studio);
            studio.kernel.access().remove(policy);
            studio.kernel.access().remove(secrets);
        }

        private static CompletionStage<Decision> failed() {
            return CompletableFuture.failedFuture(new IllegalStateException("of the visitor"));
        }

        private static void knock(Studio studio) {
            studio.kernel.sessions().open(SessionRequest.publisher("test", CAM).peer(AWAY)
                    .proof(Proof.of(Proof.Kind.DIGEST, "ann", secret -> false)).build()).publish(Duration.ofMinutes(1));
        }

        private void bring(Studio studio) {
            SourceProvider provider = new SourceProvider() {
                @Override
                public boolean open(SourceRequest request) {
                    request.arm(studioLess(), () -> hear("idle"));
                    if (request.key().name().equals("wanted")) {
                        request.failed(new StreamException(Reason.UNSUPPORTED, "of the visitor"));
                    }
                    return true;
                }
            };
            studio.kernel.demands().add(provider, 0, "visitor 1.0");
            studio.viewerSession(StreamKey.of("live", "wanted")).play(Duration.ofMinutes(1));
            studio.viewerSession(StreamKey.of("live", "never")).play(Duration.ofMinutes(1));
            studio.kernel.demands().remove(provider);
        }
    }

    @Test
    void aVisitorsClassesCanGo() throws Exception {
        Publication publication = studio.publishing();
        WeakReference<ClassLoader> loader = visit(publication);
        await().atMost(20, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(20)).until(() -> {
            System.gc();
            return loader.get() == null;
        });
        assertThat(publication.publish(video(40, false))).isEqualTo(Publication.Result.ACCEPTED);
    }

    @SuppressWarnings("unchecked")
    private WeakReference<ClassLoader> visit(Publication publication) throws Exception {
        URL classes = Visitor.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new OwnFirst(classes)) {
            Class<?> visitor = loader.loadClass(Visitor.class.getName());
            assertThat(visitor).isNotSameAs(Visitor.class);
            ((BiConsumer<Studio, Publication>) visitor.getConstructor().newInstance()).accept(studio, publication);
            return new WeakReference<>(loader);
        }
    }

    private static final class OwnFirst extends URLClassLoader {
        private OwnFirst(URL classes) {
            super(List.of(classes).toArray(URL[]::new), ForgetTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(Visitor.class.getName())) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
            return super.loadClass(name, resolve);
        }
    }
}
