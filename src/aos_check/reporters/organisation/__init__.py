"""The page of many repositories, from the JSON files that `aos-check report` wrote for them."""
