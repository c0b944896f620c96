package dev.streamlane.devmode;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LocalRedisHostsTest {

    @Test
    void givesTestsARedisWithoutAnySetUp() {
        when().get("/q/health/ready").then().statusCode(200).body("status", is("UP"));
    }
}
