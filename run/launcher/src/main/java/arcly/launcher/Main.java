package arcly.launcher;

import arcly.config.ConfigCheck;
import arcly.config.ConfigTemplates;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The program {@code arcly}: reads the command line and does the one thing it asks for. */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    /** Exits with 0 when all is well, 1 when something is wrong with the folder or its configuration, 2 for wrong arguments. */
    public static void main(String[] arguments) throws Exception {
        Options options;
        try {
            options = Options.parse(arguments, whereThisLies());
        } catch (IllegalArgumentException wrong) {
            System.err.println("arcly: " + wrong.getMessage());
            System.exit(MISUSED);
            return;
        }
        int code;
        try {
            code = run(options, System.out);
        } catch (IOException | StartException wrong) {
            System.err.println("arcly: " + wrong.getMessage());
            code = FAILED;
        }
        System.out.flush();
        System.exit(code);
    }

    private static int run(Options options, PrintStream out) throws Exception {
        Home home = Home.at(options.home(), options.work(), options.log());
        switch (options.command()) {
            case HELP -> out.print(Options.HELP);
            case VERSION -> out.println("arcly " + version());
            case CHECK_CONFIG -> {
                ConfigCheck check = ConfigCheck.of(home.etc(), home.settings());
                out.print(check.report());
                return check.problems().isEmpty() ? 0 : FAILED;
            }
            case WRITE_CONFIG -> ConfigTemplates.write(
                    home.settings(), Path.of(options.rest().get(0)), options.rest().subList(1, options.rest().size()));
            case RUN -> {
                return new Server(home, options.console(), options.demo(), out).run();
            }
            default -> throw new IllegalStateException("no such command: " + options.command());
        }
        return 0;
    }

    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "unpacked" : version;
    }

    /** The launcher lies in {@code HOME/lib}. */
    private static Path whereThisLies() throws URISyntaxException {
        Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path lib = jar.toAbsolutePath().getParent();
        return lib == null || lib.getParent() == null ? Path.of("") : lib.getParent();
    }
}
