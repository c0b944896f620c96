package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.streams.ServicePage;
import java.util.List;

/**
 * A page of a service's streams.
 *
 * @param service its name
 * @param waiting how many of all its streams nobody has read
 * @param assigned how many some consumer has
 * @param unowned how many are nobody's at the moment
 * @param streams the streams of this page, in the order of their entry IDs
 * @param next what to ask for as {@code after} to get the next page; absent if this is the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ServiceView(String service, long waiting, long assigned, long unowned, List<StreamView> streams, String next) {
    static ServiceView of(String service, ServicePage page) {
        return new ServiceView(
                service,
                page.waiting(),
                page.assigned(),
                page.unowned(),
                page.streams().stream().map(StreamView::of).toList(),
                page.next().orElse(null));
    }
}
