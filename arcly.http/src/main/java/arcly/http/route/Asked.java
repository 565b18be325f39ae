package arcly.http.route;

/** Somebody who waits for a route: for its answer, or for it to come. Called on any thread. */
public interface Asked {

    /** The route that was asked has left before it answered. */
    void routeLeft();

    /** A route has come: it is worth looking again. */
    void routeCame();
}
