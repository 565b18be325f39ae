package arcly.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.deploy.fixture.FailingComponent;
import arcly.deploy.fixture.GoodComponent;
import arcly.deploy.fixture.HangingComponent;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.scr.info.ScrInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Plug-ins made of components of Declarative Services, with Felix SCR at work. */
class ComponentsTest {
    private static final String FILE = "sample.jar";
    private static final String NAME = "sample";
    /** From the test's class path, so that the test shares them with SCR in the framework. */
    private static final String SHARED = "org.osgi.service.component;version=1.5,org.osgi.service.component.runtime;version=1.5,"
            + "org.osgi.service.component.runtime.dto;version=1.5,org.osgi.util.promise;version=1.3,"
            + "org.osgi.util.function;version=1.2";

    @TempDir
    private Path work;

    private FrameworkFixture server;
    private Bundle older;

    @BeforeEach
    void start() throws Exception {
        server = new FrameworkFixture(work, Map.of(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED));
        URL scr = ScrInfo.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream content = scr.openStream()) {
            server.context().installBundle("base:scr", content).start();
        }
        ServiceComponentRuntime runtime =
                server.context().getService(server.context().getServiceReference(ServiceComponentRuntime.class));
        server.components(new DeclaredComponents(runtime));
        server.put(FILE, JarFixture.bundle(NAME, "1.0.0").component("worker", GoodComponent.class));
        server.deploy();
        older = server.awaitRunning(FILE, null);
        server.forgetEvents();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void newerComponentIsUpBeforeTheOlderGoes() throws Exception {
        assertThat(server.serving()).containsExactly(older);
        server.put(FILE, JarFixture.bundle(NAME, "1.0.1").component("worker", GoodComponent.class));

        Bundle newer = server.awaitRunning(FILE, older);
        assertThat(server.serving()).containsExactly(newer);
        assertThat(server.table()).contains("active");
        server.assertOnlyTouched(NAME);
    }

    @Test
    void componentThatFailsIsRolledBack() throws Exception {
        server.put(FILE, JarFixture.bundle(NAME, "1.0.1").component("worker", FailingComponent.class));

        assertThat(server.awaitProblem(FILE).problem()).contains("its component worker fails").contains("no such codec");
        assertOlderServesOn();
    }

    @Test
    void componentThatHangsIsRolledBack() throws Exception {
        server.put(FILE, JarFixture.bundle(NAME, "1.0.1").component("worker", HangingComponent.class));

        assertThat(server.awaitProblem(FILE).problem()).contains("hangs in arcly.deploy.fixture.HangingComponent");
        assertOlderServesOn();
    }

    @Test
    void componentWithoutWhatItNeedsIsRolledBack() throws Exception {
        String needy = """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="worker" immediate="true">
                  <implementation class="%s"/>
                  <service><provide interface="java.lang.Runnable"/></service>
                  <reference name="list" interface="java.util.concurrent.Callable"/>
                </scr:component>
                """.formatted(GoodComponent.class.getName());
        server.put(FILE, JarFixture.bundle(NAME, "1.0.1").component("worker", GoodComponent.class)
                .text("OSGI-INF/worker.xml", needy));
        assertThat(server.awaitProblem(FILE).problem())
                .contains("not up after 2 s").contains("worker waits for a service java.util.concurrent.Callable");
        assertOlderServesOn();

        // Alone it is kept: what it waits for may come.
        server.put("needy.jar", JarFixture.bundle("needy", "1.0.0").component("worker", GoodComponent.class)
                .text("OSGI-INF/worker.xml", needy));
        server.awaitRunning("needy.jar", null);
        assertThat(server.table()).containsPattern("needy.jar +needy +\\d+ +1.0.0 +waiting .*java.util.concurrent.Callable");
    }

    private void assertOlderServesOn() throws Exception {
        assertThat(server.serving()).containsExactly(older);
        assertThat(server.bundlesNamed(NAME)).containsExactly(older);
        server.assertOnlyTouched(NAME);
    }
}
