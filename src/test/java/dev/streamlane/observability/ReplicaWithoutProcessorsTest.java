package dev.streamlane.observability;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReplicaWithoutProcessorsTest {
    @Test
    void aReplicaWithoutProcessorsIsStartedAndLive() {
        get("/q/health/started").then().statusCode(200);
        get("/q/health/live").then().statusCode(200);
    }

    @Test
    void aReplicaWithoutProcessorsIsReadyWhenRedisAnswers() {
        get("/q/health/ready").then().statusCode(200).body("checks.name", hasItem("streamlane"));
    }

    @Test
    void quarkusDoesNotJudgeRedisASecondTime() {
        get("/q/health").then().statusCode(200).body(not(containsString("Redis connection health check")));
    }

    @Test
    void healthNamesTheConsumer() {
        get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'streamlane' }.data.consumer.isEmpty()", equalTo(false));
    }

    @Test
    void aReplicaWithoutProcessorsShowsThatItReachesRedis() {
        get("/q/health/ready").then().statusCode(200);

        get("/q/metrics").then().statusCode(200).body(containsString("\nstreamlane_redis_reachable 1.0\n"));
    }
}
