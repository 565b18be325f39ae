package arcly.deploy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code arcly.deploy}. */
@ObjectClassDefinition(id = "arcly.deploy", name = "arcly plug-ins",
        description = "The folder of replaceable bundles. All keys but 'folder' take effect now.")
@interface DeployConfig {

    @AttributeDefinition(name = "folder",
            description = "Folder to watch; empty: the framework property arcly.plugins, or else 'plugins' in the working"
                    + " directory. Takes effect when arcly.deploy starts")
    String folder() default "";

    @AttributeDefinition(name = "activate.timeout", min = "1", max = "600",
            description = "Seconds that a plug-in has to start and to register what its predecessor had registered")
    int activate_timeout() default 10;

    @AttributeDefinition(name = "stop.timeout", min = "1", max = "600",
            description = "Seconds that a plug-in has to stop before others go on without waiting for it")
    int stop_timeout() default 10;

    @AttributeDefinition(name = "drain.timeout", min = "0", max = "600",
            description = "Seconds that connections have to say goodbye when a plug-in is removed or the server is shut down")
    int drain_timeout() default 3;

    @AttributeDefinition(name = "settle", min = "50", max = "60000",
            description = "Milliseconds that a file must be unchanged before it is read")
    int settle() default 500;

    @AttributeDefinition(name = "poll", min = "100", max = "60000",
            description = "Milliseconds between two looks at the folder when the operating system reports nothing")
    int poll() default 2_000;
}
