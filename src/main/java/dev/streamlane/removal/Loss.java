package dev.streamlane.removal;

import java.util.Set;

/** What is lost by a removal. */
public interface Loss {
    /** The consumers that keep it from being removed: live members, and holders of leases. */
    Set<String> users();

    /** Whether its removal has begun before, and was interrupted. */
    boolean begun();

    /** What the caller has to say to have it removed: it stands for the state that was seen. */
    String confirm();
}
