package arcly.transport.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/** By what a file that was replaced differs from the one before; links are followed, since tools swap the link. */
record FileStamp(long modified, long size, Object inode) {
    private static final FileStamp MISSING = new FileStamp(0, -1, null);

    static FileStamp of(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileStamp(found.lastModifiedTime().to(TimeUnit.NANOSECONDS), found.size(), found.fileKey());
        } catch (IOException missing) {
            return MISSING;
        }
    }
}
