package dev.streamlane.rest;

/** The roles that resources ask for, as annotations need them; an operator has the others as well. */
final class Roles {
    /** Enqueues jobs and adds streams. */
    static final String PRODUCER = "producer";

    /** Reads. */
    static final String VIEWER = "viewer";

    /** Changes things. */
    static final String OPERATOR = "operator";

    private Roles() {}
}
