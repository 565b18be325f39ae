package arcly.launcher;

import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Constants;

/** What the framework and the third-party bundles in the base are told; each line with its reason. */
final class FrameworkSettings {
    private final Home home;
    private final boolean console;

    FrameworkSettings(Home home, boolean console) {
        this.home = home;
        this.console = console;
    }

    /** Sets the system properties that files in {@code etc/} may name. */
    void publish() {
        System.setProperty("arcly.home", home.root().toString());
        System.setProperty("arcly.etc", home.etc().toString());
        System.setProperty("arcly.log", home.log().toString());
        System.setProperty("arcly.plugins", home.plugins().toString());
        // A person at the console reads commands' answers, not the log; without one the log goes to the journal as well.
        if (System.getProperty("arcly.log.console") == null) {
            System.setProperty("arcly.log.console", console ? "WARN" : "INFO");
        }
    }

    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        framework(properties);
        configuration(properties);
        logging(properties);
        // With nobody at the console gosh must not read standard input, and a closed console must not stop the server.
        properties.put("gosh.args", console ? "--login --noshutdown" : "--nointeractive --noshutdown");
        return properties;
    }

    private void framework(Map<String, String> properties) {
        properties.put(Constants.FRAMEWORK_STORAGE, home.work().resolve("felix").toString());
        // The folder is the truth: bundle/, plugins/ and etc/ are read again at each start.
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(Base.SERVING));
        // A replaced bundle and its successor are installed side by side for a moment, also when both say the same version.
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        // The launcher stops the framework itself, after the drain.
        properties.put("felix.shutdown.hook", "false");
    }

    /** File Install reads etc/ and nothing else: plugins/ is arcly.deploy's. */
    private void configuration(Map<String, String> properties) {
        properties.put("felix.fileinstall.dir", home.etc().toString());
        // Not hidden files, not what an editor or a copy is still writing.
        properties.put("felix.fileinstall.filter", "[^.].*\\.(cfg|config)");
        properties.put("felix.fileinstall.tmpdir", home.work().resolve("fileinstall").toString());
        properties.put("felix.fileinstall.poll", "1000");
        // The first scan is part of starting the bundle: what starts later finds its configuration.
        properties.put("felix.fileinstall.noInitialDelay", "true");
        // The operator's files are only read.
        properties.put("felix.fileinstall.enableConfigSave", "false");
        properties.put("felix.fileinstall.configEncoding", "UTF-8");
        // Unset they mean "all": a jar that exports one of Netty's optional imports would refresh Netty and end every loop.
        properties.put("felix.fileinstall.optionalImportRefreshScope", "none");
        properties.put("felix.fileinstall.fragmentRefreshScope", "none");
        properties.put("felix.fileinstall.log.level", "2");
    }

    /** Pax Logging is pointed to logback.xml before etc/ is read; until then it would write at DEBUG. */
    private void logging(Map<String, String> properties) {
        properties.put("org.ops4j.pax.logging.property.file", home.etc().resolve("logback.xml").toString());
        properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        properties.put("org.ops4j.pax.logging.service.frameworkEventsLogLevel", "WARN");
        // Nobody listens to log lines as events, and asking for Event Admin this early only brings a warning.
        properties.put("org.ops4j.pax.logging.eventAdminEnabled", "false");
    }
}
