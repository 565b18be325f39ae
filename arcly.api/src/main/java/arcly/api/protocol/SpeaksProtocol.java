package arcly.api.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Attribute;
import org.osgi.annotation.bundle.Capability;

/** Put on a bundle's component: the bundle's manifest then provides {@code arcly.protocol} with this name. */
@Capability(namespace = Protocol.NAMESPACE)
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.PACKAGE})
public @interface SpeaksProtocol {

    @Attribute(Protocol.NAMESPACE)
    String value();
}
