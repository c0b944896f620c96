package dev.streamlane.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.streamlane.schedule.ScheduleDirectory.Page;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of schedules.
 *
 * @param schedules the schedules, without their jobs
 * @param next the cursor of the next page, if there may be one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScheduleList(List<ScheduleView> schedules, String next) {
    static ScheduleList of(Page page) {
        return new ScheduleList(
                page.schedules().stream().map(ScheduleView::of).toList(),
                page.after() == null ? null : page.partition() + ":" + page.after());
    }

    /** Where a page begins: behind this name in this partition. */
    record Cursor(int partition, String name) {
        private static final Pattern FORM = Pattern.compile("(\\d{1,5}):(.{0,128})");

        /**
         * Reads one; {@code null} stands for the beginning.
         *
         * @throws ProblemException if it is none
         */
        static Cursor parse(String text) {
            Matcher parts = FORM.matcher(text == null ? "0:" : text);
            if (!parts.matches()) {
                throw new ProblemException(
                        Problem.of(ProblemType.INVALID_REQUEST, "cursor must be the next of the page before")
                                .with("field", "cursor"));
            }
            return new Cursor(Integer.parseInt(parts.group(1)), parts.group(2));
        }
    }
}
