"""Who is asked for what: materialised from the plan in force, settled from what people have done."""
