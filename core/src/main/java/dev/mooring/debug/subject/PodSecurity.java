package dev.mooring.debug.subject;

import dev.mooring.document.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The Pod Security level that a namespace enforces, and the security context in which Delve may
/// trace there.
///
/// The kernel lets a process trace another when it has CAP_SYS_PTRACE, or the same uid and gid and
/// no fewer capabilities (ptrace(2), "Ptrace access mode checking"). A capability given to a user
/// other than root is not effective, so it is one or the other.
public enum PodSecurity {
  PRIVILEGED,
  BASELINE,
  RESTRICTED;

  public static PodSecurity of(Map<String, String> namespaceLabels) {
    return switch (namespaceLabels.getOrDefault("pod-security.kubernetes.io/enforce", "")) {
      case "restricted" -> RESTRICTED;
      case "baseline" -> BASELINE;
      default -> PRIVILEGED;
    };
  }

  /// Whether the user and group of the target must be known.
  public boolean needsUser() {
    return this != PRIVILEGED;
  }

  /// What could suffice, the least first.
  ///
  /// Only where the target's own user cannot do is more asked for at once: nobody knows that user,
  /// or it has capabilities that only SYS_PTRACE gets over.
  public List<Privileges> privileges(TargetContainer target) {
    Privileges own = new Privileges(sameUser(target), false, target.user().words());
    if (this != PRIVILEGED) {
      return List.of(own);
    }
    Privileges root = new Privileges(tracer(), true, Messages.of("root-with-sys-ptrace"));
    return target.user().known() && !target.privileged() ? List.of(own, root) : List.of(root);
  }

  private static Document tracer() {
    return Document.of(
        Map.of(
            "runAsUser",
            0L,
            "runAsGroup",
            0L,
            "runAsNonRoot",
            false,
            "capabilities",
            Map.of("add", List.of("SYS_PTRACE"))));
  }

  private static Document sameUser(TargetContainer target) {
    TargetContainer.User user = target.user();
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("runAsUser", user.uid());
    context.put("runAsGroup", user.gid());
    if (user.uid() == 0) {
      // The kernel wants no fewer than the target has, and more are not needed.
      Map<String, Object> same = new LinkedHashMap<>();
      for (String list : List.of("add", "drop")) {
        if (!target.capabilities(list).isEmpty()) {
          same.put(list, target.capabilities(list));
        }
      }
      if (!same.isEmpty()) {
        context.put("capabilities", same);
      }
    } else {
      context.put("runAsNonRoot", true);
      context.put("allowPrivilegeEscalation", false);
      context.put("capabilities", Map.of("drop", List.of("ALL")));
      context.put("seccompProfile", Map.of("type", "RuntimeDefault"));
    }
    return Document.of(context);
  }

  public String words() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
