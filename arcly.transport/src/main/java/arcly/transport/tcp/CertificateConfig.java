package arcly.transport.tcp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What people may set for one certificate; for consoles. The values are read and checked by {@link CertificateComponent}. */
@ObjectClassDefinition(name = "arcly TLS certificate", description = "A certificate with its key, for all protocols; files are read"
        + " again when they are replaced")
public @interface CertificateConfig {
    @AttributeDefinition(description = "PEM file with the certificate and the chain to its authority; a relative path is taken from"
            + " etc/. Scope: new sessions")
    String certificate() default "";

    @AttributeDefinition(description = "PEM file with the private key, not encrypted; by default the certificate's file."
            + " Scope: new sessions")
    String key() default "";

    @AttributeDefinition(description = "Host names of clients that get this certificate, *.example.org among them; by default those"
            + " that stand in it. Scope: new sessions")
    String[] names() default {};

    @AttributeDefinition(description = "The oldest version of TLS that is spoken. Scope: new sessions",
            options = {@Option("1.2"), @Option("1.3")})
    String version_min() default "1.2";
}
