import { say } from "../../text";
import { Button } from "../../ui";
import { useHouse } from "../house";
import { go } from "../route";
import { useSession } from "../session";

/** Who one is here, and what belongs to this phone. */
export default function More() {
  const { profile } = useSession();
  const house = useHouse();
  return (
    <main class="screen stack">
      <h1>{profile.details.name}</h1>
      <Button icon="help" class="button-wide" onClick={() => go("/latihan")}>
        {say("exercise.link")}
      </Button>
      <Button icon="lock" class="button-wide" onClick={() => void house.lock()}>
        {say("more.lock")}
      </Button>
      <Button icon="people" class="button-wide" onClick={() => void house.leave()}>
        {say("more.other")}
      </Button>
    </main>
  );
}
