package arcly.config;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What bundles can be told, read from their Metatype documents (OSGi Compendium, 105) without starting them.
 *
 * @param groups by PID, in the order of the PIDs
 */
public record Settings(Map<String, Group> groups) {

    /** One PID and its keys. {@code factory}: there may be any number of instances, named after a {@code ~}. */
    public record Group(String pid, boolean factory, String name, String description, Map<String, Key> keys) {}

    /**
     * One key.
     *
     * @param type a Metatype type: Integer, Long, Double, Boolean, String, Password ...
     * @param cardinality 0 for one value; anything else for a list
     * @param min lowest number, or length of a text; empty if there is none
     * @param max highest number, or length of a text; empty if there is none
     * @param options the only values allowed; empty if there is no such list
     */
    public record Key(
            String id,
            String name,
            String description,
            String type,
            int cardinality,
            String standard,
            String min,
            String max,
            List<String> options) {

        /** Why {@code text} is not allowed, as "allowed is ..."; null if it is. */
        public String refusal(String text) {
            if (text.equals(standard)) {
                return null; // an empty secret, for one, that would otherwise be too short
            }
            if (cardinality == 0) {
                return allows(text) ? null : "allowed is " + allowed();
            }
            for (String item : text.split(",")) {
                if (!allows(item.trim())) {
                    return "allowed is a list, each " + allowed();
                }
            }
            return null;
        }

        /** The value as it may be printed: a secret is not. */
        public String shown(String text) {
            return type.equals("Password") && !text.isEmpty() ? "***" : text;
        }

        private boolean allows(String text) {
            if (!options.isEmpty()) {
                return options.contains(text);
            }
            switch (type) {
                case "Boolean":
                    return text.equals("true") || text.equals("false");
                case "Byte", "Short", "Integer", "Long":
                    return isWhole(text) && within(text);
                case "Float", "Double":
                    return isNumber(text) && within(text);
                default:
                    return within(Integer.toString(text.length()));
            }
        }

        private boolean isWhole(String text) {
            try {
                long number = Long.parseLong(text);
                return switch (type) {
                    case "Byte" -> number == (byte) number;
                    case "Short" -> number == (short) number;
                    case "Integer" -> number == (int) number;
                    default -> true;
                };
            } catch (NumberFormatException notWhole) {
                return false;
            }
        }

        private static boolean isNumber(String text) {
            try {
                new BigDecimal(text);
                return true;
            } catch (NumberFormatException notANumber) {
                return false;
            }
        }

        private boolean within(String number) {
            BigDecimal value = new BigDecimal(number);
            return (min.isEmpty() || value.compareTo(new BigDecimal(min)) >= 0)
                    && (max.isEmpty() || value.compareTo(new BigDecimal(max)) <= 0);
        }

        /** What is allowed, in words. */
        public String allowed() {
            if (!options.isEmpty()) {
                return "one of " + String.join(", ", options);
            }
            return switch (type) {
                case "Boolean" -> "true or false";
                case "Byte", "Short", "Integer", "Long" -> "a whole number" + range("");
                case "Float", "Double" -> "a number" + range("");
                default -> "text" + range(" characters");
            };
        }

        private String range(String unit) {
            if (min.isEmpty() && max.isEmpty()) {
                return "";
            }
            if (max.isEmpty()) {
                return ", " + min + unit + " or more";
            }
            return (min.isEmpty() ? ", at most " : ", " + min + " to ") + max + unit;
        }
    }

    /** Reads these jars. */
    public static Settings of(List<Path> jars) throws IOException {
        Map<String, Group> groups = new TreeMap<>();
        for (Path jar : jars) {
            read(jar, groups);
        }
        return new Settings(groups);
    }

    /**
     * The group that a file of this name is for: {@code PID.cfg}, or {@code PID~NAME.cfg} for one instance of a factory. Null if
     * no bundle knows it.
     */
    public Group forFile(String fileName) {
        return forPid(fileName.substring(0, fileName.lastIndexOf('.')));
    }

    /** The group of a PID, of a single configuration or of a factory's instance. Null if no bundle knows it. */
    public Group forPid(String pid) {
        Group single = groups.get(pid);
        if (single != null && !single.factory()) {
            return single;
        }
        int end = pid.indexOf('~');
        if (end < 0) {
            end = pid.indexOf('-'); // File Install's older way of naming an instance
        }
        Group instance = end < 0 ? null : groups.get(pid.substring(0, end));
        return instance != null && instance.factory() ? instance : null;
    }

    private static void read(Path jar, Map<String, Group> into) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Iterator<JarEntry> entries = file.entries().asIterator(); entries.hasNext(); ) {
                JarEntry entry = entries.next();
                if (entry.getName().startsWith("OSGI-INF/metatype/") && entry.getName().endsWith(".xml")) {
                    try (InputStream document = file.getInputStream(entry)) {
                        read(document, into);
                    }
                }
            }
        } catch (IOException broken) {
            throw new IOException(jar.getFileName() + " cannot be read: " + broken.getMessage(), broken);
        }
    }

    /** Reads one Metatype document. */
    static void read(InputStream document, Map<String, Group> into) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            read(factory.newDocumentBuilder().parse(document), into);
        } catch (SAXException | ParserConfigurationException broken) {
            throw new IOException("not a Metatype document: " + broken.getMessage(), broken);
        }
    }

    private static void read(Document document, Map<String, Group> into) {
        Map<String, Element> definitions = new HashMap<>();
        for (Element definition : elements(document.getDocumentElement(), "OCD")) {
            definitions.put(definition.getAttribute("id"), definition);
        }
        for (Element designate : elements(document.getDocumentElement(), "Designate")) {
            boolean factory = designate.hasAttribute("factoryPid");
            String pid = designate.getAttribute(factory ? "factoryPid" : "pid");
            for (Element object : elements(designate, "Object")) {
                Element definition = definitions.get(object.getAttribute("ocdref"));
                if (definition != null) {
                    into.put(pid, group(pid, factory, definition));
                }
            }
        }
    }

    private static Group group(String pid, boolean factory, Element definition) {
        Map<String, Key> keys = new LinkedHashMap<>();
        for (Element attribute : elements(definition, "AD")) {
            List<String> options = new ArrayList<>();
            for (Element option : elements(attribute, "Option")) {
                options.add(option.getAttribute("value"));
            }
            String cardinality = attribute.getAttribute("cardinality");
            Key key = new Key(
                    attribute.getAttribute("id"),
                    attribute.getAttribute("name"),
                    attribute.getAttribute("description"),
                    attribute.getAttribute("type"),
                    cardinality.isEmpty() ? 0 : Integer.parseInt(cardinality),
                    attribute.getAttribute("default"),
                    attribute.getAttribute("min"),
                    attribute.getAttribute("max"),
                    List.copyOf(options));
            keys.put(key.id(), key);
        }
        return new Group(pid, factory, definition.getAttribute("name"), definition.getAttribute("description"), keys);
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> found = new ArrayList<>(nodes.getLength());
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }
}
