package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kind;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which failure is which, and what the user can do about it.
final class RefusalWordsTest {
  private static final Context CONTEXT =
      new Context("lab", "c", "ana", "https://api.test:6443", "dev", true);
  private static final Call GET = Call.of("get", Kind.POD, "dev", "web");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {}                       | credentials-refused | ana (context lab)         | log in",
        "403 | {}                       | missing-right       | get pods in dev           | grant",
        "403 | {message: 'no: pods is forbidden: User x cannot get'} | missing-right"
            + " | ana doesn't have permission: get pods in dev | grant",
        "403 | {message: 'cannot get it'} | missing-right | get pods in dev | grant",
        "403 | {message: 'webhook says no'} | denied-by-policy | webhook says no | policy",
        "404 | {}                       | not-found | API Pod (v1) | kubectl get pods -n dev",
        "404 | {message: gone}          | not-found | API Pod (v1) | kubectl get pods -n dev",
        "404 | {message: gone, details: {name: web}} | not-found | gone | kubectl get pods -n dev",
        "404 | {message: gone, details: {name: dev, kind: namespaces}} | not-found | gone"
            + " | kubectl create namespace dev",
        "405 | {}                       | invalid-object | for Pod (v1) | namespace and kind",
        "409 | {}                       | conflict | at the same time | again",
        "409 | {message: other}         | conflict | other | again",
        "422 | {message: 'bad field'}   | invalid-object | bad field | fields",
        "400 | {}                       | invalid-object | it gave no reason | fields",
        "422 | {details: {causes: [{field: a, message: b}, {field: c, message: d}]}}"
            + " | invalid-object | a b; c d | fields",
        "429 | {}                       | api-busy | HTTP 429 | later",
        "503 | {}                       | api-busy | HTTP 503 | later",
        "504 | {}                       | api-busy | HTTP 504 | later",
        "500 | {message: 'a webhook'}   | api-failed | failed: a webhook | webhook",
        "500 | {}                       | api-failed | returned HTTP 500 | kubectl get --raw",
        "418 | {message: tea}           | api-failed | returned HTTP 418 | kubectl get --raw",
      })
  void eachRefusalIsOneThatTheUserKnowsWhatToDoAbout(
      int code, String status, String failure, String why, String remedy) {
    Problem problem = refused(code, status);
    assertEquals(failure, problem.code().id());
    assertTrue(problem.why().contains(why), problem::toString);
    assertTrue(problem.whatToDo().contains(remedy), problem::toString);
    assertTrue(problem.detail().startsWith("HTTP " + code), problem::toString);
    assertEquals("Can't read Pod dev/web", problem.what());
  }

  @Test
  void theDetailQuotesTheServerAndALongReasonIsCut() {
    assertEquals("HTTP 409", refused(409, "{}").detail());
    assertEquals("HTTP 409: taken", refused(409, "{message: taken}").detail());
    assertTrue(refused(409, "{message: " + "x".repeat(5000) + "}").why().length() < 700);
    String causes = "{field: a, message: b},".repeat(9);
    assertEquals(
        "a b; a b; a b; a b; a b",
        refused(422, "{details: {causes: [" + causes + "]}}").why().replaceAll(".*: ", ""));
  }

  @Test
  void aMissingRightComesWithTheRoleThatGrantsItAndAnAnonymousUserWithoutOne() {
    Problem missing = refused(403, "{message: 'pods is forbidden: User \"x\"'}");
    assertTrue(
        missing.remedy() instanceof Remedy.Grant grant && grant.role().contains("mooring-get"),
        missing::toString);
    Problem anonymous =
        refused(403, "{message: 'pods is forbidden: User \"system:anonymous\" cannot get'}");
    assertEquals(Code.CREDENTIALS_REFUSED, anonymous.code());
    assertTrue(anonymous.why().contains("ana (context lab)"), anonymous::toString);
  }

  private static Problem refused(int code, String status) {
    Document document = Documents.yaml(status, "a test").getFirst();
    return ApiRefusals.status(GET.what(), GET, CONTEXT, code, document, "log in");
  }
}
