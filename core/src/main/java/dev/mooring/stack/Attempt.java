package dev.mooring.stack;

import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;

/// What an outsider tries, and what it means when it is let in.
enum Attempt {
  STRANGER("stranger", "Push by an identity that is not a writer", true),
  PLAIN_FORWARD("plain-forward", "Read without TLS through a port-forward to the registry", true),
  PLAIN_POD("plain-pod", "Read without TLS at the registry's pod", false),
  PLAIN_SERVICE("plain-service", "Read without TLS at the registry's Service", false),
  NO_CERTIFICATE("no-certificate", "Read over TLS without a client certificate", true),
  NO_CERTIFICATE_ENTRANCE(
      "no-certificate-entrance",
      "Read over TLS without a client certificate through the laptop entrance",
      false),
  NODE_WRITE("node-write", "Write from the node's loopback", false),
  ENTRANCE_WRITE_FORWARD(
      "entrance-write-forward", "Write through a port-forward to the node entrance", false),
  ENTRANCE_WRITE("entrance-write", "Write at the node entrance's pod address", false),
  ENTRANCE_READ("entrance-read", "Read at the node entrance's pod address", false),
  ENTRANCE_INNER("entrance-inner", "Read at the node entrance's inner port", false),
  NODE_ADDRESS("node-address", "Read at the node's own address", false);

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
