package arcly.deploy;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what the operating system reports of a folder, on a thread of its own. It only saves time: a folder that is not
 * watched (too many watches, a network drive) is polled all the same.
 */
final class FolderEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);

    private final WatchService service;
    private final Consumer<String> touched;

    private FolderEvents(WatchService service, Consumer<String> touched) {
        this.service = service;
        this.touched = touched;
    }

    /**
     * Begins.
     *
     * @param touched told the name of each file written, made or deleted
     * @throws IOException if the folder cannot be watched
     */
    static FolderEvents of(Path folder, Consumer<String> touched) throws IOException {
        WatchService service = folder.getFileSystem().newWatchService();
        try {
            folder.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        } catch (IOException unwatchable) {
            service.close();
            throw unwatchable;
        }
        FolderEvents events = new FolderEvents(service, touched);
        Thread thread = new Thread(events::run, "arcly-deploy-watch");
        thread.setDaemon(true);
        thread.start();
        return events;
    }

    private void run() {
        try {
            WatchKey key;
            do {
                key = service.take();
                for (WatchEvent<?> event : key.pollEvents()) {
                    if (event.context() instanceof Path name) {
                        touched.accept(name.toString());
                    }
                }
            } while (key.reset());
            LOG.warn("the plugins folder was deleted or moved; it is polled from now on");
        } catch (ClosedWatchServiceException | InterruptedException ended) {
            LOG.debug("no longer watching the plugins folder");
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
