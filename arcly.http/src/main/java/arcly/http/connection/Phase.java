package arcly.http.connection;

/** What a connection is at; the number goes into batons. */
enum Phase {
    /** Between two requests, or within a head. */
    HEAD,
    /** A route, or its successor, is waited for. */
    ASKED,
    /** A body goes out that is not written at once. */
    REPLYING,
    /** Over the rest of a body, to the next request. */
    SKIPPING,
    /** Nothing more comes; what was written goes out. */
    CLOSING
}
