package dev.mooring.forward.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.mooring.document.Document;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.job.Observed;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is remembered of a context's forwards, and what of them runs.
final class ContextForwardsTest {
  private static final ForwardSpec API = spec("api", "80");
  private static final ForwardSpec WEB = spec("web", "80");

  @TempDir private Path folder;
  private final Live live = new Live();
  private SettingsFile settings;
  private ContextForwards forwards;

  @BeforeEach
  void open() {
    Document broken = Document.of(Map.of("name", "broken", "context", "lab"));
    Settings first =
        ContextForwards.with(Settings.defaults(), List.of(new SavedForward("other", API, true)))
            .withForwards(List.of(new SavedForward("other", API, true).write(), broken));
    settings = SettingsFile.startingWith(first, folder.resolve("settings.json"));
    forwards = new ContextForwards("lab", live, settings);
  }

  @AfterEach
  void close() {
    settings.close();
  }

  @Test
  void whatIsStartedRunsAndIsRememberedInItsPlace() throws Exception {
    forwards.start(API);
    forwards.start(WEB);
    forwards.start(API);
    assertEquals(List.of("start api", "start web", "start api"), live.done);
    assertEquals(List.of("api true", "web true"), remembered());
    forwards.stop(API);
    assertEquals("stop api", live.done.getLast());
    assertEquals(List.of("api false", "web true"), remembered());
    forwards.remove(API);
    assertEquals("remove api", live.done.getLast());
    assertEquals(List.of("web true"), remembered());
    othersAreAsTheyWere();
  }

  @Test
  void whatRanWhenMooringEndedAndDoesNotRunYetIsInterrupted() throws Exception {
    forwards.save(API, true);
    forwards.save(WEB, false);
    assertEquals(List.of(API), forwards.interrupted());
    live.start(API);
    assertEquals(List.of(), forwards.interrupted());
    othersAreAsTheyWere();
  }

  @Test
  void theListHasWhatIsWrittenInItsOrderThenWhatOnlyRuns() throws Exception {
    forwards.save(API, false);
    forwards.save(WEB, false);
    live.start(spec("only", "80"));
    live.start(WEB);
    assertEquals(
        List.of("api Stopped", "web Active", "only Active"),
        forwards.all().stream()
            .map(each -> each.spec().name() + " " + each.state().getClass().getSimpleName())
            .toList());
  }

  @Test
  void aForwardThatRunsIsStartedAnewWhenItChanges() throws Exception {
    forwards.start(API);
    ForwardSpec next = spec("api", "81");
    forwards.replace("api", next);
    assertEquals(List.of("start api", "start api"), live.done);
    assertEquals(List.of("api true"), remembered());
    assertEquals("81", forwards.saved().getFirst().spec().target().port());
    forwards.replace("api", spec("renamed", "81"));
    assertEquals(List.of("remove api", "start renamed"), live.done.subList(2, 4));
    assertEquals(List.of("renamed true"), remembered());
    othersAreAsTheyWere();
  }

  @Test
  void aForwardThatDoesNotRunOnlyChanges() throws Exception {
    forwards.save(API, false);
    live.start(API);
    live.stop("api");
    live.done.clear();
    forwards.replace("api", spec("renamed", "81"));
    assertEquals(List.of("remove api"), live.done);
    assertEquals(List.of("renamed false"), remembered());
  }

  @Test
  void whatIsWrittenIsReadOnceWhileItStays() {
    forwards.save(API, false);
    List<SavedForward> read = forwards.saved();
    assertSame(read, forwards.saved());
    forwards.save(WEB, false);
    assertEquals(2, forwards.saved().size());
  }

  @Test
  void aForwardOfAnotherContextIsForgottenByItsName() {
    ContextForwards.forget(settings, "other", "api");
    assertEquals(List.of(), ContextForwards.saved(settings.settings().get()));
    assertEquals(1, settings.settings().get().forwards().size(), "what cannot be read stays");
  }

  private List<String> remembered() {
    return forwards.saved().stream()
        .map(each -> each.spec().name() + " " + each.running())
        .toList();
  }

  private void othersAreAsTheyWere() {
    List<Document> all = settings.settings().get().forwards();
    assertEquals(new SavedForward("other", API, true).write(), all.getFirst());
    assertEquals("broken", all.get(1).at("name").textOrEmpty());
  }

  private static ForwardSpec spec(String name, String port) {
    return ForwardSpec.of(name, new Target.Service("dev", name, port), 0);
  }

  /// Forwards that run as soon as they are started.
  private static final class Live implements Forwards {
    private final Observed<List<ForwardStatus>> all = new Observed<>(List.of());
    private final List<String> done = new ArrayList<>();

    @Override
    public Observed<List<ForwardStatus>> all() {
      return all;
    }

    @Override
    public List<ForwardEvent> events(String name) {
      return List.of();
    }

    @Override
    public List<HttpRequest> requests(String name) {
      return List.of();
    }

    @Override
    public ForwardStatus start(ForwardSpec spec) {
      done.add("start " + spec.name());
      ForwardStatus status = ForwardStatus.idle(spec, new ForwardStatus.State.Active());
      put(spec.name(), List.of(status));
      return status;
    }

    @Override
    public void stop(String name) {
      done.add("stop " + name);
      put(
          name,
          all.get().stream()
              .filter(each -> each.spec().name().equals(name))
              .map(each -> ForwardStatus.idle(each.spec(), new ForwardStatus.State.Stopped()))
              .toList());
    }

    @Override
    public void remove(String name) {
      done.add("remove " + name);
      put(name, List.of());
    }

    private void put(String name, List<ForwardStatus> now) {
      List<ForwardStatus> next = new ArrayList<>(all.get());
      next.removeIf(each -> each.spec().name().equals(name));
      next.addAll(now);
      all.set(List.copyOf(next));
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
