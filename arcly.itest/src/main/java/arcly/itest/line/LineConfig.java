package arcly.itest.line;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the fixture protocol can be told. */
@ObjectClassDefinition(name = "arcly fixture protocol")
@interface LineConfig {
    String PID = "arcly.itest.line";

    @AttributeDefinition(description = "TCP port on loopback; 0 takes a free one. Scope: this listener.", min = "0",
            max = "65535")
    int port() default 0;

    @AttributeDefinition(name = "greeting", description = "Text sent to new clients. Scope: new sessions.")
    String greeting() default "line";
}
