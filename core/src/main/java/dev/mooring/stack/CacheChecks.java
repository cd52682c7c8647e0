package dev.mooring.stack;

import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.Verification.Row;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Upstream;

/// What a cache answers to whoever reaches it as its own account: a push, and a question that only
/// the registry that it pulls from can answer.
final class CacheChecks {
  private static final String PUSH = "verify.cache-push";
  private static final String UPSTREAM = "verify.upstream";

  private final StackOptions options;
  private final ProbePush way;

  CacheChecks(StackOptions options, ProbePush way) {
    this.options = options;
    this.way = way;
  }

  Row push() throws InterruptedException {
    String subject = Messages.of("push-to-the-cache");
    ProbePush.Reply reply = way.tryUpload();
    Answer answer = Answer.parse("HTTP/1.1 " + reply.words());
    return new Row(
        "",
        answer.outcome() == Answer.Outcome.REFUSED
            ? Finding.ok(PUSH, subject, answer.sentence())
            : Finding.blocker(
                PUSH,
                subject,
                answer.sentence(),
                new Remedy.Command(
                    Messages.of("install-again-which-puts-every-policy"), "mooring install")));
  }

  /// Never more than a warning: what is kept is served without it.
  ///
  /// @param id by which the question is a new one
  Row upstream(String id) throws InterruptedException {
    String subject = Messages.of("upstream");
    String name = options.additions().upstream().map(Upstream::name).orElse("");
    int status;
    String words;
    try {
      ProbePush.Reply reply = way.lookFor("sha256:" + id.repeat(64 / id.length()));
      status = reply.status();
      words = reply.words();
    } catch (MooringException e) {
      return warning(subject, e.problem().why(), Messages.of("look-at-the-registrys-log-a"));
    }
    return switch (status) {
      // Hub and others say 401 of repositories that they do not have.
      case 404, 401, 403 -> new Row("", Finding.ok(UPSTREAM, subject, answers(name, status)));
      case 429 ->
          warning(
              subject, Messages.of("upstream-limits-requests", name), Messages.of("give-a-login"));
      default ->
          warning(
              subject,
              Messages.of("upstream-is-not-reached", name, words),
              Messages.of("let-the-registrys-pod-out"));
    };
  }

  private static String answers(String name, int status) {
    return status == 404
        ? Messages.of("upstream-answers", name)
        : Messages.of("upstream-answers-refused", name, status);
  }

  private static Row warning(String subject, String sentence, String remedy) {
    return new Row("", Finding.warning(UPSTREAM, subject, sentence, new Remedy.Advice(remedy)));
  }
}
