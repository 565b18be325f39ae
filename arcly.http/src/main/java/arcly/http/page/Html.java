package arcly.http.page;

/** Text as it may stand in a page. */
final class Html {
    private Html() {
    }

    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    static String page(String title, String head, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                %s<style>
                :root { color-scheme: light dark; }
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
                h1 { font-size: 1.4rem; font-weight: 600; }
                ul { list-style: none; padding: 0; }
                li { border-top: 1px solid #8884; padding: .7rem 0; }
                li a { font-weight: 600; text-decoration: none; }
                small { opacity: .7; display: block; }
                code { font-size: .9em; }
                </style>
                </head>
                <body>
                %s
                </body>
                </html>
                """.formatted(escaped(title), head, body);
    }
}
