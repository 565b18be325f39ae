package arcly.launcher;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param console whether a person sits at standard input and wants the Gogo console
 * @param demo whether the demo stream is published
 * @param rest the arguments of {@code --write-config}
 */
record Options(Command command, Path home, Path work, Path log, boolean console, boolean demo, List<String> rest) {

    enum Command {
        RUN,
        CHECK_CONFIG,
        WRITE_CONFIG,
        VERSION,
        HELP
    }

    static final String HELP =
            """
            arcly: a live-media server made of OSGi bundles

              arcly                   run in the foreground; Ctrl-C or SIGTERM drains and stops
              arcly --check-config    read etc/, compare every value with its allowed range, and say what is wrong
              arcly --write-config DIR [PID~NAME ...]
                                      write one commented file for each configuration the bundles know, defaults shown
              arcly --version         print the version
              arcly --help            print this

              --home DIR              the distribution folder (default: where this program lies)
              --work DIR              where the framework keeps what it needs while it runs (default: HOME/work)
              --log DIR               where log files go (default: HOME/log)
              --demo                  publish a looped picture with sound to live/demo, and say where to look at it
              --console, --no-console with or without the Gogo console (default: with, if this is a terminal)

            JAVA_HOME names the JDK (17 or newer) to use, ARCLY_JAVA_OPTS adds options for it.
            """;

    /** @throws IllegalArgumentException with a sentence for people */
    static Options parse(String[] arguments, Path defaultHome) {
        Command command = Command.RUN;
        Path home = defaultHome;
        Path work = null;
        Path log = null;
        boolean console = false;
        boolean demo = false;
        List<String> rest = new ArrayList<>();
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String argument = left.poll();
            switch (argument) {
                case "--check-config" -> command = Command.CHECK_CONFIG;
                case "--write-config" -> command = Command.WRITE_CONFIG;
                case "--version" -> command = Command.VERSION;
                case "--help", "-h" -> command = Command.HELP;
                case "--home" -> home = folder(argument, left);
                case "--work" -> work = folder(argument, left);
                case "--log" -> log = folder(argument, left);
                case "--demo" -> demo = true;
                case "--console" -> console = true;
                case "--no-console" -> console = false;
                default -> {
                    if (command != Command.WRITE_CONFIG || argument.startsWith("-")) {
                        throw new IllegalArgumentException("unknown argument " + argument + "; --help lists what there is");
                    }
                    rest.add(argument);
                }
            }
        }
        if (command == Command.WRITE_CONFIG && rest.isEmpty()) {
            throw new IllegalArgumentException("--write-config needs the folder to write to");
        }
        return new Options(command, home, work, log, console, demo, List.copyOf(rest));
    }

    private static Path folder(String argument, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(argument + " needs a folder");
        }
        return Path.of(left.poll());
    }
}
