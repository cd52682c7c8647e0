package dev.mooring.desktop.control;

import dev.mooring.document.Document;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What happened to a forward, and what went through it: what is there, then what comes, as long as
/// somebody listens.
///
/// @param follow whether what comes later is told too
record ForwardHistory(Forwards forwards, String name, boolean follow) {
  private static final Duration LOOK = Duration.ofMillis(300);

  void events(Answers answers) throws InterruptedException {
    tell(answers, () -> forwards.events(name), ForwardEvent::at, ForwardHistory::event);
  }

  void requests(Answers answers) throws InterruptedException {
    tell(answers, () -> forwards.requests(name), HttpRequest::at, ForwardHistory::request);
  }

  private <T> void tell(
      Answers answers,
      Supplier<List<T>> entries,
      Function<T, Instant> at,
      Function<T, Document> written)
      throws InterruptedException {
    @Nullable T last = null;
    do {
      List<T> present = entries.get();
      int told = last == null ? -1 : lastOf(present, last, at);
      for (T each : present.subList(told + 1, present.size())) {
        answers.entry(written.apply(each));
        last = each;
      }
      if (follow) {
        Thread.sleep(LOOK);
      }
    } while (follow);
  }

  /// The same object, because two requests may be equal; where that is gone, the last one that is
  /// no younger: a history keeps only so many, and counts what it leaves out in a new entry.
  @SuppressWarnings("ReferenceEquality")
  private static <T> int lastOf(List<T> present, T last, Function<T, Instant> at) {
    int older = -1;
    for (int i = present.size() - 1; i >= 0; i--) {
      if (present.get(i) == last) {
        return i;
      }
      if (older < 0 && !at.apply(present.get(i)).isAfter(at.apply(last))) {
        older = i;
      }
    }
    return older;
  }

  private static Document event(ForwardEvent event) {
    return Document.of(
        Map.of(
            "at", event.at().toString(),
            "kind", event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            "words", event.words()));
  }

  private static Document request(HttpRequest request) {
    return Document.of(
        Map.of(
            "at", request.at().toString(),
            "method", request.method(),
            "path", request.path(),
            "status", request.status(),
            "millis", request.took().toMillis(),
            "size", request.size()));
  }
}
