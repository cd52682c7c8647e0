package dev.mooring.stack;

import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;

/// What an outsider tries, and what it means when it is let in. Only the nodes are meant to be:
/// where nothing can be pushed for them to pull, their own asking is tried instead.
enum Attempt {
  STRANGER("stranger", Messages.of("push-as-a-stranger"), true),
  PLAIN_FORWARD("plain-forward", Messages.of("pull-without-tls-through-a-port-forward"), true),
  PLAIN_POD("plain-pod", Messages.of("pull-without-tls-from-the-pod"), false),
  PLAIN_SERVICE("plain-service", Messages.of("pull-without-tls-from-the-service"), false),
  NO_CERTIFICATE("no-certificate", Messages.of("pull-without-a-client-certificate"), true),
  NO_CERTIFICATE_ENTRANCE(
      "no-certificate-entrance",
      Messages.of("pull-without-a-client-certificate-through-the-entrance"),
      false),
  NO_TOKEN("no-token", Messages.of("pull-without-a-token"), true),
  OTHER_AUDIENCE("other-audience", Messages.of("pull-with-a-token-for-another"), true),
  NODE_READ("node-read", Messages.of("read-from-the-node"), true),
  NO_TOKEN_INGRESS("no-token-ingress", Messages.of("pull-without-a-token-at-the-ingress"), true),
  NO_TOKEN_HOST("no-token-host", Messages.of("pull-without-a-token-at-the-host"), false),
  NODE_WRITE("node-write", Messages.of("push-from-the-node"), false),
  ENTRANCE_WRITE_FORWARD(
      "entrance-write-forward", Messages.of("push-through-a-port-forward"), false),
  ENTRANCE_WRITE("entrance-write", Messages.of("push-to-the-node-entrance"), false),
  ENTRANCE_READ("entrance-read", Messages.of("pull-from-the-node-entrance"), false),
  ENTRANCE_INNER("entrance-inner", Messages.of("pull-from-the-internal-port"), false),
  NODE_ADDRESS("node-address", Messages.of("pull-from-the-node-address"), false);

  private final String id;
  private final String words;
  private final boolean owed;

  /// @param owed whether it needs nothing that a cluster might withhold, so that a verification
  /// without it proves too little
  Attempt(String id, String words, boolean owed) {
    this.id = id;
    this.words = words;
    this.owed = owed;
  }

  String words() {
    return words;
  }

  /// What an answer means.
  ///
  /// @param open what to do where only the cluster's network leaves it open
  Finding judge(Answer answer, Remedy open) {
    String sentence = answer.sentence();
    if (this == NODE_READ) {
      return answer.outcome() == Answer.Outcome.LET_IN
          ? Finding.ok(name(id), words, Messages.of("answered", answer.words()))
          : Finding.blocker(name(id), words, sentence, again());
    }
    return switch (answer.outcome()) {
      case REFUSED -> Finding.ok(name(id), words, sentence);
      case UNTRIED, UNCLEAR ->
          owed
              ? Finding.blocker(name(id), words, sentence, again())
              : Finding.warning(name(id), words, sentence, again());
      case LET_IN ->
          this == ENTRANCE_READ
              ? Finding.warning(name(id), words, sentence, open)
              : Finding.blocker(name(id), words, sentence, close());
    };
  }

  boolean is(Finding finding) {
    return finding.id().equals(name(id));
  }

  /// Where it has nothing to try.
  Finding notApplicable(String why) {
    return Finding.ok(name(id), words, Messages.of("not-applicable", why));
  }

  private static String name(String id) {
    return "verify." + id;
  }

  private static Remedy again() {
    return new Remedy.Command(Messages.of("remove-the-cause-then-verify-again"), "mooring verify");
  }

  private Remedy close() {
    return this == NODE_ADDRESS
        ? new Remedy.Advice(Messages.of("find-out-what-forwards-this-port"))
        : new Remedy.Command(
            Messages.of("install-again-which-puts-every-policy"), "mooring install");
  }
}
