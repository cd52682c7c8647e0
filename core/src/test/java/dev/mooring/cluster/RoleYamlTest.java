package dev.mooring.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rights that an administrator is asked for: neither fewer nor more than are needed.
final class RoleYamlTest {

  @Test
  void eachNamespaceGetsARoleAndTheClusterAClusterRole() {
    String yaml =
        RoleYaml.granting(
            "mooring-debug",
            List.of(
                AccessRequest.to("get", Kind.POD, "dev"),
                AccessRequest.to("list", Kind.NODE, ""),
                AccessRequest.to("create", Kind.POD, "portforward", "ops")));
    List<Document> roles = Documents.yaml(yaml, "the roles");
    assertEquals(
        List.of("Role dev", "ClusterRole ", "Role ops"),
        roles.stream()
            .map(
                each ->
                    each.at("kind").textOrEmpty()
                        + " "
                        + each.at("metadata", "namespace").textOrEmpty())
            .toList());
    for (Document role : roles) {
      assertEquals("rbac.authorization.k8s.io/v1", role.at("apiVersion").textOrEmpty());
      assertEquals("mooring-debug", role.at("metadata", "name").textOrEmpty());
    }
    assertTrue(
        yaml.startsWith(
            "# Then bind it: kubectl create rolebinding mooring-debug -n dev"
                + " --role=mooring-debug --user=USER\n"),
        yaml);
    assertTrue(
        yaml.contains(
            "---\n# Then bind it: kubectl create clusterrolebinding mooring-debug"
                + " --clusterrole=mooring-debug --user=USER\n"),
        yaml);
    assertEquals(
        Documents.yaml("[{apiGroups: [''], resources: [pods/portforward], verbs: [create]}]", "")
            .getFirst(),
        roles.getLast().at("rules"));
  }

  @Test
  void resourcesShareARuleOnlyWithTheSameGroupVerbsAndName() {
    String yaml =
        RoleYaml.granting(
            "some",
            List.of(
                AccessRequest.to("get", Kind.POD, "dev"),
                AccessRequest.to("list", Kind.POD, "dev"),
                AccessRequest.to("get", Kind.SERVICE, "dev"),
                AccessRequest.to("list", Kind.SERVICE, "dev"),
                AccessRequest.to("get", Kind.DEPLOYMENT, "dev"),
                AccessRequest.to("list", Kind.DEPLOYMENT, "dev"),
                new AccessRequest("get", "", "secrets", "dev", "one")));
    assertEquals(
        Documents.yaml(
                """
                - {apiGroups: [''], resources: [pods, services], verbs: [get, list]}
                - {apiGroups: [apps], resources: [deployments], verbs: [get, list]}
                - {apiGroups: [''], resources: [secrets], resourceNames: [one], verbs: [get]}
                """,
                "wanted")
            .getFirst(),
        Documents.yaml(yaml, "the role").getFirst().at("rules"));
  }

  @Test
  void noRightsNeedNoRole() {
    assertEquals("", RoleYaml.granting("none", List.of()));
  }

  @Test
  void aRightIsNamedAsKubectlsUserWouldWriteIt() {
    assertEquals(
        "create pods/portforward in dev",
        AccessRequest.to("create", Kind.POD, "portforward", "dev").words());
    assertEquals(
        "get deployments.apps web",
        new AccessRequest("get", "apps", "deployments", "", "web").words());
  }
}
